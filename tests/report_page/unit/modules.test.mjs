import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const page = new URL('../../../platform/report_page/page/', import.meta.url);
const listed = readFileSync(new URL('modules.txt', page), 'utf8').trim().split('\n');

test('every module is in the page, behind all that it imports', () => {
    assert.deepEqual([...listed].sort(), readdirSync(page).filter((name) => name.endsWith('.mjs')).sort());
    for (const [index, name] of listed.entries()) {
        const text = readFileSync(new URL(name, page), 'utf8');
        for (const [, imported] of text.matchAll(/^import .* from '\.\/([^']+)';$/gm))
            assert.ok(listed.indexOf(imported) < index, `${name} imports ${imported}`);
    }
});

test('imports and exports are lines of their own, as the page joins modules by lines', () => {
    for (const name of listed) {
        const text = readFileSync(new URL(name, page), 'utf8');
        assert.ok(!/^(import|export) [^;]*\n[^;]*from /m.test(text), name);
        assert.ok(!/^export (default|\{|\*)/m.test(text), name);
        assert.ok(!/<\/script/i.test(text), name);
    }
});

test('no two modules have a name in common, as the page has them in one scope', () => {
    const owner = new Map();
    for (const name of listed) {
        const text = readFileSync(new URL(name, page), 'utf8');
        for (const [, declared] of text.matchAll(/^(?:export )?(?:async )?(?:const|let|function|class) +([A-Za-z_$][\w$]*)/gm)) {
            assert.ok(!owner.has(declared), `${declared} is in ${owner.get(declared)} and in ${name}`);
            owner.set(declared, name);
        }
    }
});
