// Numbers as people read them, and as they are written in results.csv.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SIZE = /^(\d+(?:\.\d+)?)\s*([KMG])iB$/;
const SIZE_FACTORS = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** The number in a text such as "12", "3.5e-2" or "64KiB"; null where it is none. */
export function toNumber(text) {
    if (typeof text === 'number') return Number.isFinite(text) ? text : null;
    if (typeof text !== 'string') return null;
    const trimmed = text.trim();
    if (NUMBER.test(trimmed)) return Number(trimmed);
    const size = SIZE.exec(trimmed);
    return size ? Number(size[1]) * SIZE_FACTORS[size[2]] : null;
}

/** Whole numbers in groups of three, others with four significant digits. */
export function readable(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) return '';
    const magnitude = Math.abs(value);
    if (Number.isInteger(value) && magnitude < 1e15) return value.toLocaleString('en-US');
    if (magnitude >= 1e4 && magnitude < 1e15) return Math.round(value).toLocaleString('en-US');
    if (magnitude < 1e-4 || magnitude >= 1e15) return value.toExponential(3);
    return String(Number(value.toPrecision(4)));
}

export function percent(share, digits = 1) {
    return Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '';
}

/** For axis labels: 1200000 is "1.2M". */
export function compact(value) {
    const steps = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
    for (const [factor, letter] of steps)
        if (Math.abs(value) >= factor) return `${Number((value / factor).toPrecision(4))}${letter}`;
    return String(Number(value.toPrecision(4)));
}

const PATTERN = /^(\d+):(\d+)$/;

/** M/N of "N:M"; 1 for dense; null for what is neither. */
export function idealSpeedup(pattern) {
    if (pattern === 'dense') return 1;
    const match = PATTERN.exec(pattern);
    return match && Number(match[1]) > 0 ? Number(match[2]) / Number(match[1]) : null;
}

/** Bytes as people read them: 65536 of a key "...bytes" is "64 KiB". */
export function levelLabel(column, text) {
    const bytes = toNumber(text);
    if (!column.endsWith('bytes') || bytes === null || bytes < SIZE_FACTORS.K) return text;
    for (const letter of ['G', 'M', 'K'])
        if (bytes >= SIZE_FACTORS[letter] && Number.isInteger((64 * bytes) / SIZE_FACTORS[letter])) return `${bytes / SIZE_FACTORS[letter]} ${letter}iB`;
    return text;
}

/**
 * Numbers by value and before texts; patterns from dense to the sparsest, texts by their letters, what is empty last.
 */
export function compareTexts(a, b) {
    if (a === '' || b === '') return (a === '') - (b === '');
    const [p, q] = [idealSpeedup(a), idealSpeedup(b)];
    if (p !== null && q !== null && p !== q) return p - q;
    const x = toNumber(a);
    const y = toNumber(b);
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x !== null ? -1 : 1;
    return a < b ? -1 : Number(a > b);
}
