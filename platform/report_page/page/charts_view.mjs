// Charts in the page: they follow its width, its colours and the printer.

import { element } from './html.mjs';
import { themeOf } from './theme.mjs';

const PRINT_WIDTH = 1040;

export class ChartsView {
    constructor(library) {
        this.library = library;
        this.shown = new Map();
        this.dark = window.matchMedia('(prefers-color-scheme: dark)');
        this.printing = false;
        this.dark.addEventListener('change', () => this.redraw());
        window.addEventListener('resize', () => this.resize());
        window.addEventListener('beforeprint', () => this.print(true));
        window.addEventListener('afterprint', () => this.print(false));
    }

    theme() {
        return themeOf(this.dark.matches && !this.printing);
    }

    /** Puts a figure into `box`, or draws it anew there. `onPick` gets the id of a clicked point. */
    show(box, figure, onPick = null) {
        box.style.height = `${figure.height}px`;
        let entry = this.shown.get(box);
        if (!entry) {
            entry = { chart: this.library.init(box, null, { renderer: 'canvas' }) };
            this.shown.set(box, entry);
            entry.chart.on('click', (event) => {
                if (entry.onPick && event.data?.id !== undefined) entry.onPick(event.data.id);
            });
        }
        entry.figure = figure;
        entry.onPick = onPick;
        entry.chart.resize();
        this.draw(entry);
    }

    /** Forgets a figure whose box leaves the page. */
    drop(box) {
        this.shown.get(box)?.chart.dispose();
        this.shown.delete(box);
    }

    draw(entry) {
        entry.chart.setOption(entry.figure.option(this.theme()), { notMerge: true });
    }

    redraw() {
        for (const entry of this.shown.values()) this.draw(entry);
    }

    resize() {
        if (this.printing) return;
        for (const entry of this.shown.values()) entry.chart.resize();
    }

    print(printing) {
        this.printing = printing;
        for (const [box, entry] of this.shown) {
            const share = box.clientWidth / document.querySelector('main').clientWidth;
            if (printing) entry.chart.resize({ width: Math.round(PRINT_WIDTH * share) });
            this.draw(entry);
        }
        if (!printing) this.resize();
    }
}

/** A section of the page with a figure's title, note and chart; {section, box}. */
export function figureSection(figure) {
    const box = element('div', { class: 'chart', id: `chart-${figure.id}`, role: 'img', 'aria-label': figure.title });
    const section = element('section', { id: `figure-${figure.id}` }, element('h2', {}, figure.title),
        figure.note === '' ? null : element('p', { class: 'quiet' }, figure.note), box);
    return { section, box };
}
