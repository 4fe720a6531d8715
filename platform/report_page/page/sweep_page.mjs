// The page of a sweep.

import { figureSection } from './charts_view.mjs';
import { element } from './html.mjs';
import { readable, toNumber } from './numbers.mjs';
import { paretoFront, valued } from './pareto.mjs';
import { showPoint } from './point_panel.mjs';
import { firstChoice, sweepFigures } from './sweep_figures.mjs';
import { bestPoint, metricTitle, sweepModel, withPoints } from './sweep_model.mjs';
import { rowFilter } from './table_order.mjs';
import { TableView } from './table_view.mjs';

const TEXT_COLUMNS = ['id', 'status', 'reason', 'workload', 'pattern'];

function pointColumn(model, name) {
    const numeric = !TEXT_COLUMNS.includes(name) && model.points.every((point) => point.text[name] === '' || toNumber(point.text[name]) !== null);
    const asNumber = (point) => (/^[\d.eE+-]+$/.test(point.text[name]) ? readable(point.number(name)) : point.text[name]);
    return { name, text: !numeric, long: name === 'reason', value: (point) => point.text[name], shown: numeric ? asNumber : null };
}

const option = (value, label, selected) => element('option', { value, selected }, label);

export class SweepPage {
    constructor(page, data, charts) {
        this.page = page;
        this.data = data;
        this.charts = charts;
        this.all = sweepModel(data);
        this.model = this.all;
        this.choice = firstChoice(this.all, data.objectives);
        this.boxes = new Map();
        this.pick = (id) => this.select(id);
        this.table = this.pointTable('points', this.all.columns);
        this.failures = this.pointTable('failures', ['id', 'status', 'reason', ...this.all.varied]);
        this.frontTable = null;
        this.figures = element('div');
        this.count = element('span', { class: 'quiet', id: 'count' });
        this.panel = element('aside', { id: 'point', hidden: true, 'aria-label': 'The chosen point' });
        page.replaceChildren(this.head(), this.controls(), this.figures, this.failureSection(),
            element('section', { class: 'table' }, element('h2', {}, 'Points'), this.table.node), this.sweepFile(), this.panel);
        document.addEventListener('keydown', (event) => {
            if (event.key === 'Escape') this.select(null);
        });
        this.update();
        const wanted = decodeURIComponent(window.location.hash.slice(1));
        if (wanted !== '') this.select(wanted);
    }

    pointTable(id, names) {
        return new TableView({
            id, columns: names.map((name) => pointColumn(this.all, name)), onOpen: (point) => this.select(point.id), idOf: (point) => point.id,
        });
    }

    head() {
        const { points, good, bad } = this.all;
        const fact = (name, value, style = null) => element('div', {}, element('dt', {}, name), element('dd', { class: style }, value));
        const planned = this.data.planned ?? points.length;
        return element('header', {}, element('h1', {}, this.data.title),
            element('p', { class: 'quiet' }, ['A sweep', this.data.mode ? ` (${this.data.mode})` : '', ` over ${this.all.axes.join(', ') || 'no axis'}`].join('')),
            element('dl', { class: 'facts' }, fact('points', readable(points.length)), fact('ok', readable(good.length), 'good'),
                fact('not ok', readable(bad.length), bad.length > 0 ? 'bad' : null),
                planned > points.length ? fact('still to run', readable(planned - points.length)) : null,
                ...this.all.metrics.filter((metric) => metric.objective).map((metric) => {
                    const best = bestPoint(good, metric);
                    return fact(`best ${metricTitle(metric)}`, `${readable(best.number(metric.column))} (${best.id})`);
                })));
    }

    controls() {
        const { metrics } = this.all;
        if (metrics.length === 0) return element('section', {}, element('p', {}, 'No point has ended well: there is nothing to plot.'));
        const objectives = metrics.filter((metric) => metric.objective);
        const offered = objectives.length > 0 ? objectives : metrics;
        const choose = (id, name, list, key) => element('label', {}, name, element('select', {
            id, onchange: (event) => {
                this.choice[key] = metrics.find((metric) => metric.column === event.target.value);
                this.update();
            },
        }, ...list.map((metric) => option(metric.column, metricTitle(metric), metric === this.choice[key]))));
        const filter = element('input', {
            id: 'filter', type: 'search', placeholder: 'sta.rows>=16 2:4', spellcheck: 'false',
            oninput: () => this.update(),
        });
        this.filter = filter;
        return element('section', { class: 'controls' },
            choose('objective-x', 'front: first objective', offered, 'x'), choose('objective-y', 'front: second objective', offered, 'y'),
            choose('metric', 'effects, colours and the best by', metrics, 'metric'),
            element('label', { class: 'wide' }, 'only points with (a part of a value, or column>=value)', filter), this.count);
    }

    failureSection() {
        if (this.all.bad.length === 0) return '';
        this.failures.show(this.all.bad);
        return element('section', { id: 'failed', class: 'table' }, element('h2', {}, 'Points that did not end well'), this.failures.node);
    }

    sweepFile() {
        if (!this.data.sweep_text) return '';
        return element('section', {}, element('details', {}, element('summary', {}, 'Sweep file'), element('pre', {}, this.data.sweep_text)));
    }

    update() {
        const holds = rowFilter(this.filter?.value ?? '', this.all.columns);
        this.model = withPoints(this.all, this.all.points.filter((point) => holds(point.text)));
        this.table.show(this.model.points);
        this.count.textContent = `${readable(this.model.points.length)} of ${readable(this.all.points.length)} points`;
        this.draw();
    }

    draw() {
        const figures = sweepFigures(this.model, this.choice);
        const ids = figures.map((figure) => figure.id).join();
        if (ids !== this.drawn) this.rebuild(figures);
        this.drawn = ids;
        for (const figure of figures) {
            const box = this.boxes.get(figure.id);
            const [title, note] = box.closest('section').querySelectorAll('h2, p.quiet');
            title.textContent = figure.title;
            if (note) note.textContent = figure.note;
            this.charts.show(box, figure, this.pick);
        }
        this.listFront();
    }

    rebuild(figures) {
        for (const box of this.boxes.values()) this.charts.drop(box);
        this.boxes.clear();
        this.frontTable = null;
        this.figures.replaceChildren(...figures.map((figure) => {
            const { section, box } = figureSection(figure);
            this.boxes.set(figure.id, box);
            if (figure.id === 'pareto') {
                this.frontBox = element('div');
                section.append(element('div', { class: 'front' }, box, this.frontBox));
            }
            return section;
        }));
    }

    listFront() {
        if (!this.boxes.has('pareto')) return;
        const { x, y } = this.choice;
        const metric = (entry) => ({
            name: metricTitle(entry), value: (point) => point.text[entry.column], shown: (point) => readable(point.number(entry.column)),
        });
        this.frontTable = new TableView({
            id: 'front', idOf: (point) => point.id, onOpen: (point) => this.select(point.id),
            columns: [{ name: 'id', text: true, value: (point) => point.id }, ...[...new Set([x, y])].map(metric),
                ...this.all.varied.map((column) => pointColumn(this.all, column))],
        });
        this.frontTable.chosen = this.choice.selected;
        this.frontTable.show(paretoFront(valued(this.model.good, x, y), x, y).map((entry) => entry.point));
        this.frontBox.replaceChildren(this.frontTable.node);
    }

    /** Opens the panel of a point, or closes it for null. */
    select(id) {
        const point = this.all.points.find((candidate) => candidate.id === id) ?? null;
        this.choice.selected = point?.id ?? null;
        for (const table of [this.table, this.failures, this.frontTable]) table?.choose(this.choice.selected);
        for (const figure of sweepFigures(this.model, this.choice))
            if (figure.id !== 'effects') this.charts.show(this.boxes.get(figure.id), figure, this.pick);
        window.history.replaceState(null, '', point ? `#${encodeURIComponent(point.id)}` : window.location.pathname);
        if (point === null) {
            this.panel.hidden = true;
            return;
        }
        const metric = this.choice.metric;
        showPoint(this.panel, {
            data: this.data, model: this.all, point, metric, best: metric ? bestPoint(this.model.good, metric) : null, close: () => this.select(null),
        });
    }
}
