// Text from a run never becomes markup: elements are made with text nodes, tooltips from escaped text.

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text) {
    return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** A tooltip: a head, and lines of name and value. */
export function tooltipHtml(head, lines) {
    const rows = lines.map(([name, value]) =>
        `<tr><td style="padding-right:12px">${escapeHtml(name)}</td>` +
        `<td style="text-align:right">${escapeHtml(value)}</td></tr>`);
    return `<b>${escapeHtml(head)}</b><table>${rows.join('')}</table>`;
}

/** element('td', {class: 'number', onclick: f}, 'text', child) */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') made.addEventListener(name.slice(2), value);
        else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}
