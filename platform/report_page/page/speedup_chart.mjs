// Speed-up over dense against the ideal M/N.

import { tooltipHtml } from './html.mjs';
import { percent, readable } from './numbers.mjs';
import { SCALE, axisBase, chartBase, legendBase } from './theme.mjs';

const NAMED_GROUPS = 6;

/** state: {groups (of speedupGroups), selected} */
export function speedupOption({ groups, selected }, theme) {
    const points = groups.flatMap((group) => group.points.map((entry) => ({ ...entry, group })));
    const ideals = [...new Set(points.map((entry) => entry.ideal))].sort((a, b) => a - b);
    const speedups = points.map((entry) => entry.speedup);
    const top = 2 ** Math.ceil(Math.log2(1.15 * Math.max(...ideals, ...speedups)));
    const bottom = 2 ** Math.floor(Math.log2(Math.min(1, ...speedups)));
    const named = groups.length > 1 && groups.length <= NAMED_GROUPS;
    const crowded = groups.length > 12;
    const colour = (index) => (crowded ? theme.main : SCALE[Math.round((index * (SCALE.length - 1)) / Math.max(1, groups.length - 1))]);
    const dot = (entry, group) => ({ value: [entry.ideal, entry.speedup], entry, group, id: entry.point.id });
    const axis = (title, gap) => ({
        type: 'log', logBase: 2, min: bottom, max: top,
        ...axisBase(theme, title, gap, { axisLabel: { formatter: readable } }),
    });
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ data }) => data?.entry ? tooltipHtml(`${data.entry.point.id}, ${data.entry.pattern}`, [
                ...(data.group === '' ? [] : [['group', data.group]]), ['speed-up over dense', readable(data.entry.speedup)],
                ['ideal', readable(data.entry.ideal)], ['of the ideal', percent(data.entry.speedup / data.entry.ideal)],
            ]) : '',
        },
        legend: named ? legendBase(theme, { type: 'scroll', icon: undefined, data: groups.map((group) => group.label) }) : undefined,
        grid: { left: 60, right: 28, top: named ? 36 : 16, bottom: 50, outerBoundsMode: 'none' },
        xAxis: axis('ideal speed-up M/N', 30),
        yAxis: axis('speed-up over dense', 38),
        series: [
            {
                name: 'ideal', type: 'line', symbol: 'none', silent: true, lineStyle: { color: theme.muted, type: 'dashed', width: 1.2 },
                data: [[bottom, bottom], [top, top]],
            },
            ...groups.map((group, index) => ({
                name: group.label, type: 'line', symbol: 'circle', symbolSize: crowded ? 5 : 8,
                lineStyle: { width: crowded ? 1 : 1.6, color: colour(index), opacity: crowded ? 0.35 : 0.9 }, itemStyle: { color: colour(index), opacity: crowded ? 0.6 : 1 },
                data: group.points.map((entry) => dot(entry, group.label)),
            })),
            {
                name: 'chosen', type: 'scatter', symbol: 'diamond', symbolSize: 16, z: 5,
                itemStyle: { color: theme.mark, borderColor: theme.ink, borderWidth: 1.2 },
                data: points.filter((entry) => entry.point.id === selected).map((entry) => dot(entry, entry.group.label)),
            },
        ],
    };
}
