// Colours that colour-blind readers can tell apart (Okabe and Ito), and what all charts have in common.

export const PALETTE = {
    blue: '#0072b2', orange: '#e69f00', green: '#009e73', pink: '#cc79a7',
    sky: '#56b4e9', red: '#d55e00', yellow: '#f0e442', grey: '#8a8f98',
};

/** From dark to light for low to high: steps of viridis, readable on white and on black. */
export const SCALE = ['#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39'];

export function themeOf(dark) {
    return dark
        ? { dark, ink: '#e8eaed', muted: '#a9afb9', line: '#3b414b', paper: '#1b1e24', main: PALETTE.sky, mark: PALETTE.orange }
        : { dark, ink: '#1c2128', muted: '#5b6470', line: '#dde1e6', paper: '#ffffff', main: PALETTE.blue, mark: PALETTE.red };
}

/** Without quotes: the library writes it into attributes of SVG as it is. */
export const FONT = 'system-ui, -apple-system, Segoe UI, DejaVu Sans, sans-serif';

/** What every chart starts from. */
export function chartBase(theme) {
    return {
        animation: false,
        textStyle: { fontFamily: FONT, color: theme.ink },
        tooltip: {
            trigger: 'item', confine: true, backgroundColor: theme.paper, borderColor: theme.line,
            textStyle: { color: theme.ink, fontSize: 12, fontFamily: FONT },
        },
    };
}

/** An axis with its title in the middle; `extra` goes over it. */
export function axisBase(theme, title, gap, extra = {}) {
    return {
        name: title, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: theme.muted, fontSize: 12 },
        axisLine: { show: true, lineStyle: { color: theme.muted } }, axisTick: { lineStyle: { color: theme.muted } },
        axisLabel: { color: theme.ink, fontSize: 11 }, splitLine: { lineStyle: { color: theme.line } },
        ...extra,
        ...(extra.axisLabel ? { axisLabel: { color: theme.ink, fontSize: 11, ...extra.axisLabel } } : {}),
    };
}

export function legendBase(theme, extra = {}) {
    return {
        top: 0, left: 'center', itemWidth: 12, itemHeight: 12, itemGap: 14, icon: 'rect',
        textStyle: { color: theme.ink, fontSize: 12 }, ...extra,
    };
}

/** Room for the longest of the names at the left of a chart. */
export function labelRoom(names) {
    const longest = names.reduce((length, name) => Math.max(length, name.length), 0);
    return Math.min(230, 24 + 6.6 * longest);
}

/** Height of a chart with one row per name. */
export function rowsHeight(count, extra) {
    const row = count > 60 ? 14 : count > 24 ? 18 : 24;
    return extra + Math.max(2, count) * row;
}

/** The axis that lists rows from top to bottom. */
export function rowAxis(theme, names, extra = {}) {
    return {
        type: 'category', inverse: true, data: names, axisTick: { show: false },
        axisLine: { lineStyle: { color: theme.muted } },
        axisLabel: { color: theme.ink, fontSize: names.length > 60 ? 9 : 11, width: 215, overflow: 'truncate', interval: 0 },
        ...extra,
    };
}
