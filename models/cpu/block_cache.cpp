#include "models/cpu/block_cache.h"

#include "models/cpu/decode.h"

#include <cstring>

namespace stavp {

void append(Block& block, Op op, const OpCosts& costs) {
    op.cycles_before = block.cycles;
    op.pc_offset = static_cast<std::uint16_t>(block.target[0] - block.pc);
    block.target[0] = block.pc + op.pc_offset + op.length;
    block.target[1] = block.pc + op.pc_offset + static_cast<std::uint64_t>(static_cast<std::int64_t>(op.imm));
    block.cycles += costs[static_cast<std::size_t>(op.code)];
    if (op.code != OpCode::end) ++block.instructions;
    block.ops.push_back(op);
}

void close(Block& block, const OpCosts& costs) {
    if (is_control_transfer(block.ops.back().code)) return;
    Op end;
    end.code = OpCode::end;
    end.length = 0;
    append(block, end, costs);
}

BlockCache::BlockCache(BusMaster& master, const Pmp& pmp, const OpCosts& costs)
    : master_(master), pmp_(pmp), costs_(costs) {}

BlockCache::Page* BlockCache::page_at(std::uint64_t address) {
    const auto number = address / kPage;
    if (const auto found = pages_.find(number); found != pages_.end()) return found->second.get();
    const auto* host = master_.direct(number * kPage, kPage, tlm::TLM_READ_COMMAND);
    if (host == nullptr) return nullptr;
    auto page = std::make_unique<Page>();
    std::memcpy(page->bytes.data(), host, kPage);
    return (pages_[number] = std::move(page)).get();
}

const std::uint8_t* BlockCache::parcel_at(std::uint64_t address) {
    const auto* page = page_at(address);
    return page == nullptr ? nullptr : page->bytes.data() + address % kPage;
}

Block* BlockCache::find_slowly(std::uint64_t pc, Privilege privilege) {
    auto* page = page_at(pc);
    if (page == nullptr) return nullptr;
    auto& table = page->blocks[index_of(privilege)];
    if (table == nullptr) table = std::make_unique<Table>();
    auto& block = (*table)[pc % kPage / 2];
    if (block == nullptr) block = build(pc, privilege);
    if (block != nullptr) recent(pc, privilege) = block.get();
    return block.get();
}

std::optional<Op> BlockCache::decode_at(std::uint64_t pc, Privilege privilege) {
    if (breakpoints.contains(pc)) return Op{.code = OpCode::halt};
    Op fault{.code = OpCode::fetch_fault};
    if (!pmp_.allows(pc, 2, Access::execute, privilege)) return fault;
    const auto* low = parcel_at(pc);
    if (low == nullptr) return std::nullopt;
    std::uint16_t parcels[2] = {};
    std::memcpy(&parcels[0], low, 2);
    if (is_compressed(parcels[0])) return decode_16(parcels[0]);
    fault.rs1 = 2;
    if (!pmp_.allows(pc + 2, 2, Access::execute, privilege)) return fault;
    const auto* high = parcel_at(pc + 2);
    if (high == nullptr) return std::nullopt;
    std::memcpy(&parcels[1], high, 2);
    return decode_32(parcels[0] | static_cast<std::uint32_t>(parcels[1]) << 16);
}

std::unique_ptr<Block> BlockCache::build(std::uint64_t pc, Privilege privilege) {
    auto block = std::make_unique<Block>();
    block->pc = pc;
    block->target[0] = pc;
    const auto page = pc / kPage;
    do {
        const auto here = block->target[0];
        const auto op = decode_at(here, privilege);
        const bool crosses = op && (here + op->length - 1) / kPage != page;
        // An instruction that reaches into the next page, or cannot be fetched, stands alone.
        const bool alone = !op || crosses || op->code == OpCode::fetch_fault;
        if (alone && !block->ops.empty()) break;
        if (!op) return nullptr;
        append(*block, *op, costs_);
        if (alone || is_control_transfer(op->code)) break;
    } while (block->ops.size() < kMaxOps && block->target[0] / kPage == page);
    close(*block, costs_);
    block->ops.shrink_to_fit();
    return block;
}

void BlockCache::revalidate() {
    bool stale_links = false;
    std::vector<std::uint64_t> changed;
    for (const auto& [number, page] : pages_) {
        const auto* host = master_.direct(number * kPage, kPage, tlm::TLM_READ_COMMAND);
        if (host == nullptr || std::memcmp(host, page->bytes.data(), kPage) != 0) changed.push_back(number);
    }
    for (const auto number : changed) {
        pages_.erase(number);
        // Its neighbour below may hold a block that reaches into it.
        if (const auto below = pages_.find(number - 1); below != pages_.end()) below->second->blocks = {};
        stale_links = true;
    }
    if (stale_links) unlink_all();
}

void BlockCache::unlink_all() {
    recent_ = {};
    ++generation_;
    for (const auto& [number, page] : pages_)
        for (const auto& table : page->blocks) {
            if (table == nullptr) continue;
            for (const auto& block : *table) {
                if (block == nullptr) continue;
                block->next = {};
                block->native = nullptr;
            }
        }
}

void BlockCache::drop_blocks() {
    recent_ = {};
    ++generation_;
    for (const auto& [number, page] : pages_)
        page->blocks = {};
}

void BlockCache::clear() {
    recent_ = {};
    ++generation_;
    pages_.clear();
}

void BlockCache::trim() {
    if (pages_.size() > kMaxPages) clear();
}

} // namespace stavp
