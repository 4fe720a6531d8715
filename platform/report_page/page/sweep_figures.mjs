// The plots of a sweep, for the page and for papers alike.

import { effectsHeight, effectsOption } from './effects_chart.mjs';
import { parallelOption } from './parallel_chart.mjs';
import { paretoFront, valued } from './pareto.mjs';
import { paretoOption } from './pareto_chart.mjs';
import { speedupOption } from './speedup_chart.mjs';
import { speedupGroups } from './speedup.mjs';
import { levelsOf, metricTitle } from './sweep_model.mjs';

const USUAL_SECOND = ['accuracy', 'area', 'energy', 'dsps'];

/**
 * What the page begins with, and a paper's plots show: the sweep's own objectives, else latency with what it is
 * usually traded for, of which the points have more than one value.
 */
export function firstChoice(model, objectives) {
    const offered = model.metrics.filter((metric) => metric.objective);
    const byName = (name) => offered.find((metric) => metric.objective === name);
    const wanted = (objectives ?? []).map(byName).filter(Boolean);
    const x = wanted[0] ?? offered[0] ?? model.metrics[0] ?? null;
    const differs = (metric) => metric && metric !== x && levelsOf(model.good, metric.column).length > 1;
    const y = wanted[1] ?? USUAL_SECOND.map(byName).find(differs) ?? offered.find((metric) => metric !== x) ?? x;
    return { x, y, metric: x, selected: null };
}

function paretoTitle({ x, y }) {
    const title = x === y ? x.label : `${x.label} and ${y.label}`;
    return title[0].toUpperCase() + title.slice(1);
}

/** Axes with at least two levels among the points. */
export const movingAxes = (model) => model.axes.filter((column) => levelsOf(model.good, column).length > 1);

/** choice: {x, y, metric, selected}. {id, title, note, height, option(theme)}; a figure without data is left out. */
export function sweepFigures(model, choice) {
    const { good, varied, metrics } = model;
    const figures = [];
    if (choice.x === null || good.length === 0) return figures;
    const entries = valued(good, choice.x, choice.y);
    if (entries.length > 0) {
        const front = paretoFront(entries, choice.x, choice.y);
        figures.push({
            id: 'pareto', title: paretoTitle(choice), height: 440,
            note: `${front.length} of ${entries.length} points are on the front: no other is better in one and no worse in the other.`,
            option: (theme) => paretoOption({ entries, front, x: choice.x, y: choice.y, varied, selected: choice.selected }, theme),
        });
    }
    const axes = movingAxes(model);
    const measured = good.some((point) => point.number(choice.metric.column) !== null);
    if (axes.length > 0 && measured)
        figures.push({
            id: 'effects', title: `Main effects on ${metricTitle(choice.metric)}`, height: effectsHeight(axes),
            note: 'Mean at each level over all points that have it, bar: one standard deviation to each side, line: least to most; beside the name, by how much the largest mean exceeds the smallest.',
            option: (theme) => effectsOption({ points: good, axes, metric: choice.metric }, theme),
        });
    const groups = speedupGroups(good, varied);
    if (groups.length > 0)
        figures.push({
            id: 'speedup', title: 'Speed-up against the ideal', height: 400,
            note: 'Lines join points that differ in nothing but the N:M of their weights; dense is their base, dashed is M/N. Products of activations stay dense.',
            option: (theme) => speedupOption({ groups, selected: choice.selected }, theme),
        });
    if (good.length > 1 && measured)
        figures.push({
            id: 'parallel', title: 'All axes and metrics', height: 420,
            note: `One line per point, coloured by ${choice.metric.label}. Drag along an axis to keep a part of it; click it to let go.`,
            option: (theme) => parallelOption({ points: good, varied, metrics, metric: choice.metric, selected: choice.selected }, theme),
        });
    return figures;
}
