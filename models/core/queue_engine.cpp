#include "models/core/queue_engine.h"

namespace stavp {

namespace {

/// The operands of one command, until it has ended or is aborted.
class OperandUse {
public:
    explicit OperandUse(OnChipOperands& operands) : operands_(operands) {}
    ~OperandUse() { operands_.release(); }
    OperandUse(const OperandUse&) = delete;
    OperandUse& operator=(const OperandUse&) = delete;

private:
    OnChipOperands& operands_;
};

} // namespace

QueueEngine::QueueEngine(sc_core::sc_module_name name, const RegisterMap& registers, Clock clock, SyncFabric& sync,
                         sc_core::sc_time register_latency)
    : sc_module(name), bank("bank", registers.table, registers.size_bytes, register_latency), master("master"),
      irq("irq"), operands_(master), account_(clock), queue_(
                                                          "queue", bank, registers.queue, master, sync, account_,
                                                          [this](const DescriptorBytes& bytes) {
                                                              if (spoiler_ && spoiler_().hangs) queue_.hang();
                                                              const OperandUse use(operands_);
                                                              return execute(bytes);
                                                          },
                                                          [this] { irq_changed_.notify(sc_core::SC_ZERO_TIME); }) {
    SC_HAS_PROCESS(QueueEngine);
    SC_METHOD(drive_irq);
    sensitive << irq_changed_;
    dont_initialize();
    bank.on_read(registers.busy_cycles,
                 [this](std::size_t) { return account_.snapshot()[static_cast<std::size_t>(Activity::busy)]; });
}

void QueueEngine::drive_irq() {
    irq.write(queue_.irq());
}

void QueueEngine::spend(Activity activity, std::uint64_t cycles) {
    if (cycles == 0) return;
    account_.enter(activity);
    queue_.spend(account_.clock().time_of(cycles));
}

} // namespace stavp
