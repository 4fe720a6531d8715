// What the tests of pages share: programs, folders, and a browser that tells of every error and request.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { STAVP_PROGRAM, NMPRUNE_PROGRAM, STAVP_PACKAGES } = process.env;
const CHROMIUM = '/usr/bin/chromium';
const DRIVER = join(STAVP_PACKAGES ?? '', 'playwright-core-1.65.1');
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function missing() {
    const library = join(STAVP_PROGRAM ?? '', '../../share/stavp/report_page/echarts/echarts.min.js');
    return [[library, 'scripts/fetch-npm.sh .cache echarts, and build'], [DRIVER, 'scripts/fetch-npm.sh .cache playwright-core'], [CHROMIUM, 'Debian: chromium']]
        .find(([file]) => !existsSync(file));
}

/** false, or why these tests cannot run here. */
export const skip = missing() ? `${missing()[0]} is missing (${missing()[1]})` : false;

/** A folder that is gone when the tests have ended. */
export function temporaryFolder() {
    const folder = mkdtempSync(join(tmpdir(), 'stavp-report-test-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** stavp(...) in a folder: {code, out, err}. */
export function stavp(...words) {
    const { status, stdout, stderr } = spawnSync(STAVP_PROGRAM, words, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return { code: status, out: stdout, err: stderr };
}

export function good(result) {
    if (result.code !== 0) throw new Error(`exit code ${result.code}: ${result.err}`);
    return result.out;
}

/** A small encoder block of the kind that the command line makes. */
export function synthesise(folder, pattern) {
    const shape = join(folder, 'shape.yaml');
    const file = join(folder, 'small.nmw');
    writeFileSync(shape, '{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 24}\n');
    const { status, stderr } = spawnSync(NMPRUNE_PROGRAM, ['synth', '--shape', shape, '--pattern', pattern, '--seed', '5', '-o', file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return file;
}

/** Records of RFC 4180, quotes and line ends in fields included. */
export function parseCsv(text) {
    const records = [];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
        if (records.length === 0 || records.at(-1).ended) records.push({ fields: [], ended: false });
        records.at(-1).fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
        records.at(-1).ended = end === '\n';
    }
    const [columns, ...rows] = records.map((record) => record.fields);
    return rows.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
}

export const readCsv = (file) => parseCsv(readFileSync(file, 'utf8'));

/** The browser; open(file) gives a page with its .complaints: console errors, exceptions, requests but for itself. */
export async function startBrowser() {
    const { chromium } = createRequire(import.meta.url)(DRIVER);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const open = async (file, viewport = { width: 1280, height: 900 }) => {
        const page = await browser.newPage({ viewport });
        page.setDefaultTimeout(10000);
        page.complaints = [];
        const url = pathToFileURL(file).href;
        page.on('console', (message) => {
            if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
        });
        page.on('pageerror', (error) => page.complaints.push(error.message));
        page.on('request', (request) => {
            if (request.url().split('#')[0] !== url && !request.url().startsWith('data:')) page.complaints.push(request.url());
        });
        await page.goto(url);
        return page;
    };
    return { open, close: () => browser.close() };
}

/** [{column: exact text}] and [{column: shown text}] of a table, as it stands. */
export function readTable(page, id) {
    return page.evaluate((table) => {
        const node = document.getElementById(table);
        const names = [...node.querySelectorAll('thead th')].map((head) => head.dataset.column);
        const rows = [...node.tBodies[0].rows];
        const read = (text) => rows.map((row) => Object.fromEntries([...row.cells].map((cell, index) => [names[index], text(cell)])));
        return { exact: read((cell) => cell.dataset.value), shown: read((cell) => cell.textContent) };
    }, id);
}

/** The cells of a table of the panel, row by row. */
export function readPairs(page, id) {
    return page.evaluate((table) => [...document.getElementById(table).tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)), id);
}

/** The series of a chart by name: what it was given. */
export function chartData(page, id) {
    return page.evaluate((box) => {
        const option = window.echarts.getInstanceByDom(document.getElementById(box)).getOption();
        return option.series.map((series) => ({ name: series.name, data: series.data.map((entry) => ({ id: entry?.id, value: entry?.value ?? entry })) }));
    }, `chart-${id}`);
}

/** A click with the mouse on the place of a value in a chart. */
export async function clickInChart(page, id, value) {
    const box = page.locator(`#chart-${id}`);
    await box.scrollIntoViewIfNeeded();
    const [x, y] = await page.evaluate(([chart, at]) =>
        window.echarts.getInstanceByDom(document.getElementById(chart)).convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, at), [`chart-${id}`, value]);
    await box.click({ position: { x, y } });
}
