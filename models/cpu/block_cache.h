#pragma once

#include "models/core/bus_master.h"
#include "models/cpu/op_cost.h"
#include "models/cpu/pmp.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace stavp {

/// Instructions that run one after the other, decoded. The last op is a control transfer, a system instruction or
/// `end`.
struct Block {
    std::uint64_t pc = 0;
    std::vector<Op> ops;
    std::uint32_t instructions = 0;
    std::uint32_t cycles = 0;              ///< of all of them; a final branch as not taken
    std::array<std::uint64_t, 2> target{}; ///< where it goes on: [0] behind its end, [1] when the branch is taken
    std::array<Block*, 2> next{};          ///< the blocks there, once known

    // Of the Jit.
    const void* native = nullptr;             ///< its native code
    std::array<const void*, 2> native_next{}; ///< where that goes on
    std::uint32_t runs = 0;                   ///< until it was translated
    bool untranslatable = false;
};

/// Adds an instruction and its cost to a block; the caller closes the block.
void append(Block& block, Op op, const OpCosts& costs);
/// Sets where the block goes on; `end` is added if its last op is no control transfer.
void close(Block& block, const OpCosts& costs);

/// Decoded blocks by physical pc and privilege. Behaves as an instruction cache of 4 KiB lines that is never short of
/// room: a page is copied when it is first executed and instructions come from the copy, until FENCE.I finds that
/// memory differs. PMP's execute right is checked when a block is built.
class BlockCache {
public:
    BlockCache(BusMaster& master, const Pmp& pmp, const OpCosts& costs);

    /// The block at `pc`; nullptr when memory there gives no DMI and must be fetched over the bus.
    Block* find(std::uint64_t pc, Privilege privilege) {
        auto* block = recent(pc, privilege);
        return block != nullptr && block->pc == pc ? block : find_slowly(pc, privilege);
    }

    /// Instructions at these addresses decode to `halt`. Takes effect on code that is not decoded yet.
    std::set<std::uint64_t> breakpoints;

    /// FENCE.I: drops what no longer equals memory.
    void revalidate();
    /// Drops decoded blocks but no page copies: PMP has changed.
    void drop_blocks();
    void clear();
    /// Forgets all links between blocks, and their native code.
    void unlink_all();
    /// Grows whenever blocks, links or native code may have gone.
    std::uint64_t generation() const { return generation_; }
    /// Clears if the copies have outgrown 64 MiB of guest code.
    void trim();

private:
    static constexpr std::size_t kRecent = 4096;
    static constexpr std::size_t kMaxOps = 64;
    static constexpr std::size_t kMaxPages = 16384;
    static constexpr std::uint64_t kPage = 4096;
    using Table = std::array<std::unique_ptr<Block>, kPage / 2>;
    struct Page {
        std::array<std::uint8_t, kPage> bytes;
        std::array<std::unique_ptr<Table>, 2> blocks;
    };

    static std::size_t index_of(Privilege privilege) { return privilege == Privilege::machine ? 1 : 0; }
    Block*& recent(std::uint64_t pc, Privilege privilege) { return recent_[index_of(privilege)][(pc / 2) % kRecent]; }
    Block* find_slowly(std::uint64_t pc, Privilege privilege);
    std::unique_ptr<Block> build(std::uint64_t pc, Privilege privilege);
    /// nullopt: the second half of the instruction lies where no DMI is given.
    std::optional<Op> decode_at(std::uint64_t pc, Privilege privilege);
    Page* page_at(std::uint64_t address);
    const std::uint8_t* parcel_at(std::uint64_t address);

    BusMaster& master_;
    const Pmp& pmp_;
    const OpCosts& costs_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
    std::array<std::array<Block*, kRecent>, 2> recent_{};
    std::uint64_t generation_ = 0;
};

} // namespace stavp
