// Every point as a line through its axes and metrics, coloured by the chosen metric.

import { tooltipHtml } from './html.mjs';
import { compact, levelLabel, readable, toNumber } from './numbers.mjs';
import { levelsOf, metricTitle } from './sweep_model.mjs';
import { SCALE, chartBase } from './theme.mjs';

const MOST_CATEGORIES = 16;
const NAME_WIDTH = 85;

function axisOfColumn(points, column) {
    const levels = levelsOf(points, column);
    const numeric = levels.every((level) => toNumber(level) !== null);
    if (levels.length > MOST_CATEGORIES && numeric)
        return { name: column, axis: { type: 'value', scale: true }, value: (point) => toNumber(point.text[column]) };
    return { name: column, axis: { type: 'category', data: levels, axisLabel: { formatter: (level) => levelLabel(column, level) } }, value: (point) => point.text[column] };
}

/** state: {points, varied, metrics, metric (colour), selected} */
export function parallelOption({ points, varied, metrics, metric, selected }, theme) {
    const shown = points.filter((point) => point.number(metric.column) !== null);
    const objectives = metrics.filter((entry) => entry.objective || entry.column === metric.column);
    const dimensions = [
        ...varied.map((column) => axisOfColumn(shown, column)),
        ...objectives.map((entry) => ({
            name: metricTitle(entry), axis: { type: 'value', scale: true, axisLabel: { formatter: compact } },
            value: (point) => point.number(entry.column), colour: entry.column === metric.column,
        })),
    ];
    const values = shown.map((point) => point.number(metric.column));
    const crowd = shown.length > 500 ? 0.25 : shown.length > 100 ? 0.45 : 0.75;
    const line = (point) => ({ value: dimensions.map((dimension) => dimension.value(point) ?? '-'), id: point.id, point });
    const series = (name, data, style, extra = {}) => ({ name, type: 'parallel', smooth: false, lineStyle: style, data, progressive: 0, ...extra });
    const colourIndex = dimensions.findIndex((dimension) => dimension.colour);
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ data }) => data?.point ? tooltipHtml(data.point.id, [
                ...varied.map((column) => [column, data.point.text[column]]),
                ...objectives.map((entry) => [metricTitle(entry), readable(data.point.number(entry.column))]),
            ]) : '',
        },
        parallel: { left: 60, right: 130, top: 44, bottom: 26, parallelAxisDefault: { nameLocation: 'end' } },
        parallelAxis: dimensions.map((dimension, dim) => ({
            dim, ...dimension.axis, name: dimension.name, nameTextStyle: { color: theme.ink, fontSize: 11 }, nameGap: dim % 2 ? 26 : 10, nameTruncate: { maxWidth: 2 * NAME_WIDTH },
            axisLine: { lineStyle: { color: theme.muted, width: 1 } }, axisTick: { lineStyle: { color: theme.muted } },
            axisLabel: { color: theme.ink, fontSize: 10, textBorderColor: theme.paper, textBorderWidth: 3, ...(dimension.axis.axisLabel ?? {}) },
            areaSelectStyle: { width: 14, borderColor: theme.muted, color: theme.muted, opacity: 0.25 },
        })),
        visualMap: values.length === 0 ? undefined : {
            type: 'continuous', min: Math.min(...values), max: Math.max(...values), dimension: colourIndex, seriesIndex: 0,
            right: 8, top: 'middle', itemHeight: 130, itemWidth: 12, inRange: { color: metric.better > 0 ? SCALE : [...SCALE].reverse() },
            text: [metricTitle(metric), ''], formatter: compact, textStyle: { color: theme.ink, fontSize: 11 }, calculable: false,
        },
        series: [
            series('points', shown.map(line), { width: shown.length > 500 ? 1 : 1.4, opacity: crowd }),
            series('chosen', shown.filter((point) => point.id === selected).map(line), { width: 3.5, opacity: 1, color: theme.mark }, { z: 5 }),
        ],
    };
}
