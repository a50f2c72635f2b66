// "Until" follows "from", so that the length stays as it was chosen. Without this script both are chosen by hand.
(() => {
  const DAY = 86400000;
  const moment = (field, value = field.value) => {
    if (field.type === 'time') return Date.parse(`1970-01-01T${value}Z`);
    return Date.parse(field.type === 'datetime-local' ? `${value}Z` : value);
  };
  const drawn = field => field.defaultValue ?? [...field.options].find(option => option.defaultSelected)?.value;
  const choose = (field, at) => {
    if (field.tagName === 'SELECT') {
      const last = [...field.options].filter(option => Date.parse(option.value) <= at).at(-1);
      if (last) last.selected = true;
      return;
    }
    const iso = new Date(at).toISOString();
    if (field.type !== 'time') field.value = iso.slice(0, 16);
    else if (at < DAY) field.value = iso.slice(11, 16);
  };
  const before = new WeakMap();
  document.addEventListener('focusin', e => {
    if (e.target.dataset?.until) before.set(e.target, moment(e.target));
  });
  // before anything else hears of the change: the price is asked for with both times
  document.addEventListener('change', e => {
    const from = e.target, until = from.form?.elements[from.dataset?.until];
    if (!until) return;
    const length = moment(until) - (before.get(from) ?? moment(from, drawn(from))), starts = moment(from);
    before.set(from, starts);
    if (length > 0 && starts >= 0) choose(until, starts + length);
  }, true);
})();
