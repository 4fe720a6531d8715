// The plots of a run, for the page and for papers alike.

import { energyLayersHeight, energyLayersOption, energyPartsHeight, energyPartsOption } from './energy_chart.mjs';
import { rooflineOption } from './roofline_chart.mjs';
import { engineName } from './run_model.mjs';
import { stallHeight, stallOption } from './stall_chart.mjs';
import { timelineHeight, timelineOption } from './timeline_chart.mjs';
import { trafficHeight, trafficOption } from './traffic_chart.mjs';

/** {id, title, note, height, option(theme)}; a figure without data is left out. */
export function runFigures(model) {
    const { layers, summary } = model;
    const figures = [];
    const add = (id, title, note, height, option) => figures.push({ id, title, note, height, option });
    if (layers.some((layer) => layer.begin !== null && layer.end !== null))
        add('timeline', 'Timeline of the layers',
            summary.layers_overlap ? 'Layers overlap: one may work ahead in the time of the one before.' : '',
            timelineHeight(model), (theme) => timelineOption(model, theme));
    if (layers.length > 0)
        add('stalls-layers', 'Where the cycles of each layer went',
            'Of the engine that does the layer: the array, or the vector unit where there is no product. Beside it, the share of the array\'s multipliers at work.',
            stallHeight(layers), (theme) => stallOption(layers, theme, 'cycles of the layer [%]'));
    const engines = model.engines.map((engine) => ({ ...engine, name: engineName(engine.name) }));
    if (engines.length > 0)
        add('stalls-engines', 'Where the cycles of each engine went', 'Over the whole run, each engine in its own clock.',
            stallHeight(engines), (theme) => stallOption(engines, theme, 'cycles of the run [%]'));
    if (rooflineOption(model, { dark: false }) !== null)
        add('roofline', 'Roofline', 'One point per product; attention counts both of its products.', 380,
            (theme) => rooflineOption(model, theme));
    if (layers.length > 0)
        add('traffic', 'Memory traffic', '', trafficHeight(model), (theme) => trafficOption(model, theme));
    if (summary.energy)
        add('energy-parts', 'Energy by part',
            `Costs of ${summary.energy.table} (${summary.energy.node_nm} nm, ${summary.energy.voltage_v} V) and ${summary.energy.dram_table}: for comparing machines, not for data sheets.`,
            energyPartsHeight(summary.energy), (theme) => energyPartsOption(summary.energy, theme));
    const counted = layers.filter((layer) => layer.energy);
    if (counted.length > 0)
        add('energy-layers', 'Energy by layer', '', energyLayersHeight(counted), (theme) => energyLayersOption(counted, theme));
    return figures;
}
