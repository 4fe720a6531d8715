// Begins where the data are whole.

import { ChartsView } from './charts_view.mjs';
import { showRun } from './run_page.mjs';
import { SweepPage } from './sweep_page.mjs';

const data = JSON.parse(document.getElementById('data').textContent);
const page = document.getElementById('page');
const charts = new ChartsView(globalThis.echarts);
if (data.kind === 'run') showRun(page, data, charts);
else new SweepPage(page, data, charts);
