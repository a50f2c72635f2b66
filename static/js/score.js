// The score: free time is chosen by dragging across it or with the arrow keys. Without this script its links do.
(() => {
  const hhmm = m => String(m / 60 | 0).padStart(2, '0') + ':' + String(m % 60).padStart(2, '0');
  document.querySelector('#days .days [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const grid = document.querySelector('.score table[role=grid]'); if (!grid) return;
  // today begins where the clock is, not where the school opened
  const score = grid.closest('.score'), playhead = score.querySelector('.playhead');
  if (playhead) score.scrollLeft = playhead.offsetLeft - score.clientWidth / 3;
  const step = +grid.dataset.step, dur = +grid.dataset.dur, told = document.getElementById('chosen');
  const gap = a => ({ from: starts.get(a), to: starts.get(a) + a.parentElement.colSpan * 5 });
  const clear = a => a.parentElement.querySelector('.ghost')?.remove();
  const draw = (a, from, to) => {
    const all = gap(a), g = a.parentElement.querySelector('.ghost') || a.parentElement.appendChild(Object.assign(document.createElement('div'), { className: 'ghost' }));
    g.style.insetInlineStart = (from - all.from) / (all.to - all.from) * 100 + '%'; g.style.inlineSize = (to - from) / (all.to - all.from) * 100 + '%'; g.textContent = hhmm(from) + '–' + hhmm(to);
  };
  const ask = (a, from, to) => {
    const url = new URL(a.href), day = url.searchParams.get('start_time').slice(0, 11);
    url.searchParams.set('start_time', day + hhmm(from)); url.searchParams.set('end_time', day + hhmm(to));
    a.dispatchEvent(new CustomEvent('dialog:ask', { bubbles: true, detail: url.pathname + url.search }));
  };

  // arrow keys: one tab stop; left and right move the start by a step and on to the next cell, up and down to other rooms
  const rows = [...grid.tBodies[0].rows].map(row => [...row.cells].slice(1).map(cell => cell.firstElementChild));
  const opens = +grid.dataset.opens, starts = new Map();
  rows.forEach(row => row.reduce((at, el) => (starts.set(el, at), at + el.parentElement.colSpan * 5), opens));
  const chosen = a => { const { from, to } = gap(a), at = Math.min(Math.max(+a.dataset.at || from, from), to - step); return [at, Math.min(at + dur, to)]; };
  let minute = null;
  const show = a => { const [from, to] = chosen(a); minute = from; draw(a, from, to); told.textContent = `${hhmm(from)} to ${hhmm(to)}`; };
  const go = (el, at) => {
    if (!el) return; grid.querySelector('[tabindex="0"]')?.setAttribute('tabindex', -1); el.tabIndex = 0;
    if (el.matches('a.free')) el.dataset.at = at; else minute = at;
    if (document.activeElement === el) show(el); else el.focus();
    (el.parentElement.querySelector('.ghost') || el).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  for (const el of grid.querySelectorAll('td > *')) el.tabIndex = -1; // without this script every link is a tab stop
  (grid.querySelector('td > a.free') || grid.querySelector('td > *'))?.setAttribute('tabindex', 0);
  grid.addEventListener('focusin', e => { if (e.target.matches('td > a.free:focus-visible')) show(e.target); });
  grid.addEventListener('focusout', e => { if (e.target.matches('td > a.free')) clear(e.target); });
  grid.addEventListener('keydown', e => {
    const el = e.target.closest('td > *'); if (!el || e.altKey || e.metaKey) return;
    const day = { PageUp: 'prev', PageDown: 'next' }[e.key]; if (day) { e.preventDefault(); document.querySelector(`#days [rel=${day}]`)?.click(); return; }
    const y = rows.findIndex(row => row.includes(el)), x = rows[y].indexOf(el), free = el.matches('a.free'), at = free ? chosen(el)[0] : minute ?? starts.get(el);
    const beside = way => { let n = x + way; while (rows[y][n]?.matches('.rest')) n += way; return rows[y][n]; };
    const onto = to => to && [to, starts.get(to)], end = to => to && [to, to.matches('a.free') ? Math.max(gap(to).to - dur, gap(to).from) : starts.get(to)];
    const across = row => { const to = row?.findLast(each => starts.get(each) <= at) ?? row?.[0]; return to && [to, at]; };
    const found = {
      ArrowRight: () => free && !e.ctrlKey && at + step + step <= gap(el).to ? [el, at + step] : onto(beside(1)), ArrowLeft: () => free && !e.ctrlKey && at > gap(el).from ? [el, at - step] : end(beside(-1)),
      ArrowDown: () => across(rows[y + 1]), ArrowUp: () => across(rows[y - 1]), Home: () => onto(rows[y][0]), End: () => end(rows[y].at(-1)),
    }[e.key];
    if (found) { e.preventDefault(); const to = found(); if (to) go(...to); }
  });
  // time that somebody else has: until when, and what else there is
  for (const el of grid.querySelectorAll('td > span.busy')) el.setAttribute('role', 'button');
  const taken = el => {
    const from = starts.get(el), until = from + el.parentElement.colSpan * 5;
    const room = el.closest('tr').querySelector('th a').pathname, day = grid.dataset.date;
    const query = new URLSearchParams({ start_time: `${day}T${hhmm(from)}`, end_time: `${day}T${hhmm(until)}`, minutes: dur });
    el.dispatchEvent(new CustomEvent('dialog:ask', { bubbles: true, detail: `${room}/taken?${query}` }));
  };
  grid.addEventListener('click', e => {
    const el = e.target.closest('td > span.busy');
    if (el) taken(el);
  });
  grid.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.matches('td > span.busy')) taken(e.target);
  });
  grid.addEventListener('click', e => { const a = e.target.closest('a.free'); if (a && !e.button && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); ask(a, ...chosen(a)); } });

  // drag across free time, or click where it should begin: mouse and pen only, a finger scrolls
  let drag = null;
  grid.addEventListener('pointerdown', e => {
    const a = e.target.closest('a.free'); if (!a || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.pointerType === 'touch') return;
    const box = a.getBoundingClientRect(), { from, to } = gap(a), at = x => from + Math.floor((x - box.left) / box.width * (to - from) / step) * step, s = Math.max(from, Math.min(at(e.clientX), to - step));
    drag = { a, at, s, x: e.clientX, from: s, to: Math.min(s + dur, to), moved: false }; a.draggable = false;
  });
  document.addEventListener('pointermove', e => {
    if (!drag || (!drag.moved && Math.abs(e.clientX - drag.x) < 6)) return;
    const { a, at, s } = drag, { from, to } = gap(a); drag.moved = true;
    drag.from = Math.max(Math.min(s, at(e.clientX)), from); drag.to = Math.min(Math.max(s, at(e.clientX)) + step, to); draw(a, drag.from, drag.to);
  });
  document.addEventListener('pointerup', () => {
    const d = drag; drag = null; if (!d) return; clear(d.a); d.a.dataset.at = d.from;
    addEventListener('click', e => { e.preventDefault(); e.stopImmediatePropagation(); }, { capture: true, once: true });
    setTimeout(() => ask(d.a, d.from, d.to));
  });
  addEventListener('keydown', e => { if (e.key === 'Escape' && drag) { clear(drag.a); drag = null; } });
})();
