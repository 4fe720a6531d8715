// What engines spend cycles on, gathered for the bars: docs/stalls.md has each by itself.

import { PALETTE } from './theme.mjs';

export const ACTIVITY_KINDS = [
    { label: 'busy', color: PALETTE.blue, of: ['busy'] },
    { label: 'fill and drain', color: PALETTE.sky, of: ['fill_drain'] },
    { label: 'buffer ports', color: PALETTE.green, of: ['operand_port', 'result_port', 'buffer_port'] },
    { label: 'weights', color: PALETTE.orange, of: ['weights'] },
    { label: 'activations', color: PALETTE.yellow, of: ['activations'] },
    { label: 'output space', color: PALETTE.red, of: ['output_space'] },
    { label: 'dependency', color: PALETTE.pink, of: ['dependency'] },
    { label: 'bus', color: '#7a5195', of: ['bus_outstanding', 'bus_arbitration'] },
    {
        label: 'DDR', color: '#8c564b',
        of: ['ddr_queue', 'ddr_row_miss', 'ddr_row_conflict', 'ddr_activate', 'ddr_refresh', 'ddr_turnaround', 'ddr_access', 'ddr_data'],
    },
    { label: 'fetch', color: '#6b7280', of: ['fetch'] },
    { label: 'no command', color: '#c3c8cf', of: ['no_command'] },
];

/** Percent of each kind, in the order of ACTIVITY_KINDS; a kind that is not known goes to "other", the last. */
export function activityShares({ busy, stalls }) {
    const all = { busy, ...stalls };
    const total = Object.values(all).reduce((sum, cycles) => sum + cycles, 0);
    const known = new Set(ACTIVITY_KINDS.flatMap((kind) => kind.of));
    const sum = (names) => names.reduce((cycles, name) => cycles + (all[name] ?? 0), 0);
    const parts = ACTIVITY_KINDS.map((kind) => sum(kind.of));
    parts.push(sum(Object.keys(all).filter((name) => !known.has(name))));
    return parts.map((cycles) => (total > 0 ? (100 * cycles) / total : 0));
}
