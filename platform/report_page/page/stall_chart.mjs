// Where the cycles went, in percent of each row's own, and beside it how much of the array was at work.

import { ACTIVITY_KINDS, activityShares } from './activities.mjs';
import { tooltipHtml } from './html.mjs';
import { percent } from './numbers.mjs';
import { axisBase, chartBase, labelRoom, legendBase, rowAxis, rowsHeight } from './theme.mjs';

const OTHER = { label: 'other', color: '#444b55' };

export const stallHeight = (rows) => rowsHeight(rows.length, 88);

/** rows: {name, busy, stalls{}, utilisation (optional)}. */
export function stallOption(rows, theme, title) {
    const names = rows.map((row) => row.name);
    const shares = rows.map(activityShares);
    const kinds = [...ACTIVITY_KINDS, OTHER]
        .map((kind, index) => ({ ...kind, index }))
        .filter(({ index }) => shares.some((share) => share[index] > 0));
    const left = labelRoom(names);
    const two = rows.some((row) => row.utilisation !== undefined);
    const percentAxis = (name, grid) => ({
        type: 'value', min: 0, max: 100, gridIndex: grid, ...axisBase(theme, name, 26), interval: 25,
    });
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' },
            formatter: ([first]) => {
                const row = first.dataIndex;
                const lines = kinds.filter(({ index }) => shares[row][index] > 0)
                    .map(({ label, index }) => [label, percent(shares[row][index] / 100)]);
                if (rows[row].utilisation !== undefined) lines.push(['multipliers at work', percent(rows[row].utilisation)]);
                return tooltipHtml(names[row], lines);
            },
        },
        legend: legendBase(theme, { data: kinds.map((kind) => kind.label), itemGap: 10 }),
        grid: [
            { left, right: two ? '27%' : 24, top: 34, bottom: 44, outerBoundsMode: 'none' },
            ...(two ? [{ left: '76%', right: 24, top: 34, bottom: 44, outerBoundsMode: 'none' }] : []),
        ],
        xAxis: [percentAxis(title, 0), ...(two ? [percentAxis('multipliers at work [%]', 1)] : [])],
        yAxis: [rowAxis(theme, names), ...(two ? [rowAxis(theme, names, { gridIndex: 1, axisLabel: { show: false } })] : [])],
        series: [
            ...kinds.map((kind) => ({
                name: kind.label, type: 'bar', stack: 'cycles', barWidth: '66%', itemStyle: { color: kind.color },
                data: shares.map((share) => share[kind.index]),
            })),
            ...(two ? [{
                name: 'multipliers at work', type: 'bar', xAxisIndex: 1, yAxisIndex: 1, barWidth: '66%',
                itemStyle: { color: theme.main }, data: rows.map((row) => 100 * (row.utilisation ?? 0)),
            }] : []),
        ],
    };
}
