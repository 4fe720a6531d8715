// What is known of one point of a sweep, and what sets it apart from the best.

import { configDiff, configOf } from './config_diff.mjs';
import { element } from './html.mjs';
import { readable } from './numbers.mjs';
import { metricTitle } from './sweep_model.mjs';

function pairs(id, heads, lines) {
    return element('table', { class: 'rows', id },
        element('thead', {}, element('tr', {}, ...heads.map((head, index) => element('th', { class: index === 0 ? 'text' : null }, head)))),
        element('tbody', {}, ...lines.map((cells) => element('tr', {}, ...cells.map((cell, index) => element('td', { class: index === 0 ? 'text' : null }, cell))))));
}

/** Columns that are no platform keys still tell points apart: the workload's. */
function withWorkload(config, point, varied) {
    const workload = Object.fromEntries(varied.filter((column) => column.startsWith('workload.')).map((column) => [column, point.text[column]]));
    return { ...workload, ...(point.text.workload ? { workload: point.text.workload } : {}), ...config };
}

function differences(data, model, point, best, metric) {
    const title = element('h3', {}, `Against the best by ${metric.label}, ${best.id}`);
    if (best === point) return [title, element('p', { class: 'quiet', id: 'point-is-best' }, 'This is the best point.')];
    const [mine, its] = [configOf(data, point.id), configOf(data, best.id)];
    const bare = (other) => Object.fromEntries(model.varied.map((column) => [column, other.text[column]]));
    const known = mine !== null && its !== null;
    const diff = configDiff(withWorkload(known ? its : bare(best), best, model.varied), withWorkload(known ? mine : bare(point), point, model.varied));
    return [title, diff.length === 0
        ? element('p', { class: 'quiet' }, 'No key differs.')
        : pairs('point-diff', ['key', best.id, point.id], diff.map(({ key, from, to }) => [key, from, to]))];
}

function measured(model, point, best) {
    const lines = model.metrics
        .filter((metric) => point.number(metric.column) !== null)
        .map((metric) => [metricTitle(metric), readable(best?.number(metric.column)), readable(point.number(metric.column))]);
    return lines.length === 0 ? [] : [pairs('point-metrics', ['metric', best?.id ?? '', point.id], lines)];
}

function files(data, point) {
    const folder = `${data.folder}points/${encodeURIComponent(point.id)}/`;
    const link = (name) => element('a', { href: folder + name }, name === '' ? 'run folder' : name);
    return element('p', { id: 'point-links' }, link(''), ' \u00b7 ', link('config.yaml'), ' \u00b7 ', link('summary.json'), ' \u00b7 ', link('console.log'));
}

/** Fills `panel`; close() hides it. */
export function showPoint(panel, { data, model, point, best, metric, close }) {
    const config = configOf(data, point.id);
    const bad = point.ok ? null : element('p', { class: 'bad' }, `${point.text.status}: ${point.text.reason}`);
    panel.replaceChildren(...[
        element('button', { type: 'button', class: 'close', onclick: close }, 'Close'),
        element('h2', {}, point.id),
        element('p', { class: 'quiet' }, [point.text.workload, point.text.pattern].filter(Boolean).join(', ')),
        bad,
        files(data, point),
        ...measured(model, point, best),
        ...(best !== null && metric !== null ? differences(data, model, point, best, metric) : []),
        element('h3', {}, 'Its values on the axes'),
        pairs('point-axes', ['key', 'value'], model.varied.map((column) => [column, point.text[column]])),
        config === null
            ? element('p', { class: 'quiet' }, 'No effective configuration was kept of it.')
            : element('details', { id: 'point-config' }, element('summary', {}, 'Effective configuration'),
                pairs('point-config-keys', ['key', 'value'], Object.entries(config))),
    ].filter(Boolean));
    panel.hidden = false;
    panel.scrollTop = 0;
}
