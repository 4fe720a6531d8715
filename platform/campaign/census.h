#pragma once

#include "platform/soc/soc.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace stavp::faults {

/// Where faults can be put so that they meet something: what a run without faults did. Changes nothing in it.
class Census : private BusSpoiler {
public:
    /// A look at a memory, by the bus or by an engine.
    struct Look {
        std::uint64_t time_ns;
        std::uint64_t address;
        std::uint64_t bytes;
    };

    /// Before the simulation.
    explicit Census(Soc& soc);

    /// Transactions on the bus by initiator; those without any are left out.
    const std::map<std::string, std::uint64_t>& accesses() const { return accesses_; }
    /// Bytes of each command of a channel that is no NOP, in order.
    const std::map<unsigned, std::vector<std::uint64_t>>& copies() const { return copies_; }
    /// Commands of sta, softmax and vector that are no NOPs.
    const std::map<std::string, std::uint64_t>& commands() const { return commands_; }
    /// Rising edges by PLIC source.
    const std::map<unsigned, std::uint64_t>& edges() const { return edges_; }
    /// A fair sample of the looks at a memory: ddr, weight, input, intermediate, output.
    const std::map<std::string, std::vector<Look>>& looks() const { return looks_; }

private:
    class QueueCount : public QueueListener {
    public:
        QueueCount(Census& census, std::string engine, unsigned channel)
            : census_(census), engine_(std::move(engine)), channel_(channel) {}
        void executes(const DescriptorBytes& command) override;

    private:
        Census& census_;
        std::string engine_; ///< "" = dma
        unsigned channel_;
    };
    class OperandCount : public OperandListener {
    public:
        explicit OperandCount(Census& census) : census_(census) {}
        void operand(const OperandRows& rows, bool write, bool direct, bool ok) override;

    private:
        Census& census_;
    };

    bool fails(const Access& access) override;
    const DmiGaps& gaps() const override { return no_gaps_; }
    void look(std::uint64_t address, std::uint64_t bytes);

    Soc& soc_;
    std::map<std::string, std::uint64_t> accesses_;
    std::map<unsigned, std::vector<std::uint64_t>> copies_;
    std::map<std::string, std::uint64_t> commands_;
    std::map<unsigned, std::uint64_t> edges_;
    std::map<std::string, std::vector<Look>> looks_;
    std::map<std::string, std::uint64_t> looked_;
    std::mt19937_64 random_;
    DmiGaps no_gaps_;
    std::deque<QueueCount> queues_;
    OperandCount operands_;
};

} // namespace stavp::faults
