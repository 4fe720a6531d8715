#include "models/cpu/jit/jit.h"

#include "models/cpu/jit/register_cache.h"

namespace stavp {

Jit::Jit(Hart& hart, MemoryPort& memory, BlockCache& blocks, LocalTime& time, Interpreter& interpreter,
         const CpuConfig& config)
    : hart_(hart), memory_(memory), blocks_(blocks), time_(time), interpreter_(interpreter),
      warm_up_(config.jit_warm_up), code_(config.jit_code_bytes), translator_(code_, config.branch_taken_cycles - 1) {
    context_.registers = hart_.x.data() + x86::kRegisterBias / sizeof(std::uint64_t);
    if (available()) translator_.begin();
}

void Jit::forget_stale() {
    if (generation_ == blocks_.generation()) return;
    generation_ = blocks_.generation();
    for (auto& table : targets_)
        table.fill({});
}

bool Jit::native(Block& block) {
    if (block.native != nullptr) return true;
    if (block.runs < warm_up_) {
        ++block.runs;
        return false;
    }
    if (block.untranslatable) return false;
    if (!translator_.has_room()) {
        blocks_.unlink_all();
        forget_stale();
        code_.reset();
        if (!available()) return false;
        translator_.begin();
    }
    block.untranslatable = !translator_.translate(block, targets());
    translated_ += block.untranslatable ? 0 : 1;
    return !block.untranslatable;
}

Leave Jit::run_native(const Block& block, std::int64_t left) {
    context_.pages = memory_.entries();
    context_.left = left;
    context_.retired = 0;
    const auto why = translator_.enter(block.native, context_);
    auto spent = left - context_.left;
    const auto& last = *context_.block;
    switch (why) {
    case Leave::follow:
        hart_.pc = last.target[context_.value];
        break;
    case Leave::indirect:
        hart_.pc = context_.value;
        break;
    case Leave::interpret: {
        const auto& op = last.ops[context_.value];
        hart_.pc = last.pc + op.pc_offset;
        context_.retired += context_.value;
        spent += op.cycles_before;
        break;
    }
    }
    hart_.instructions += context_.retired;
    time_.advance(static_cast<std::uint64_t>(spent));
    return why;
}

Exit Jit::run(Block* block, std::int64_t budget) {
    forget_stale();
    const auto end = time_.cycles() + static_cast<std::uint64_t>(budget);
    const auto left = [&] { return static_cast<std::int64_t>(end - time_.cycles()); };
    for (;;) {
        const void** link = nullptr;
        JumpTarget* indirect = nullptr;
        if (native(*block)) {
            const auto why = run_native(*block, left());
            if (why == Leave::interpret) {
                const auto exit = interpreter_.finish(context_.block, context_.value);
                if (exit != Exit::quantum) return exit;
            } else if (why == Leave::follow) {
                link = &context_.block->native_next[context_.value];
            } else {
                indirect = &targets()[context_.value / 2 % kJumpTargets];
            }
        } else {
            const auto exit = interpreter_.finish(block, 0);
            if (exit != Exit::quantum) return exit;
        }
        if (left() <= 0) return Exit::quantum;
        auto* next = blocks_.find(hart_.pc, hart_.privilege);
        if (next == nullptr) return Exit::no_block;
        if (next->native != nullptr) {
            if (link != nullptr) *link = next->native;
            if (indirect != nullptr) *indirect = {next->pc, next->native};
        }
        block = next;
    }
}

} // namespace stavp
