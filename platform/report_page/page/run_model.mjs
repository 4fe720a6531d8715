// A run as the charts need it, out of summary.json and the effective config.

const NS_PER_S = 1e9;

export function runModel(data) {
    const { summary, config } = data;
    const number = (key) => Number(config[key]);
    const clockMhz = number('sta.clock_mhz');
    const layers = summary.layers.map((layer) => ({
        ...layer,
        begin: layer.begin_cycle ?? null,
        end: layer.end_cycle ?? null,
        readBytes: layer.dram?.read_bytes ?? 0,
        writeBytes: layer.dram?.write_bytes ?? 0,
        seconds: layer.cycles / (clockMhz * 1e6),
    }));
    return {
        title: data.title, summary, config, layers, clockMhz,
        names: layers.map((layer) => layer.name),
        engines: Object.entries(summary.engines)
            .filter(([, engine]) => engine.stalls)
            .map(([name, engine]) => ({ name, ...engine })),
        peakMacs: number('sta.rows') * number('sta.cols') * number('sta.lanes'),
        seconds: summary.time_ns / NS_PER_S,
        utilisation: arrayUtilisation(summary, config),
    };
}

/** Executed multiply-accumulates / (cycles x multipliers), over the whole run. */
export function arrayUtilisation(summary, config) {
    const multipliers = Number(config['sta.rows']) * Number(config['sta.cols']) * Number(config['sta.lanes']);
    const offered = summary.cycles * multipliers;
    return offered > 0 ? (summary.engines.sta?.macs ?? 0) / offered : 0;
}

export const ENGINE_NAMES = { sta: 'array', softmax: 'softmax', vector: 'vector' };
export const engineName = (name) => ENGINE_NAMES[name] ?? name;
