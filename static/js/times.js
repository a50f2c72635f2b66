// "Until" follows "from", so that the length stays as it was chosen.
// Without this script both are chosen by hand.
(() => {
  const DAY = 86400000; // ms
  const before = new WeakMap(); // when a field stood at

  // a field's value, or another one it could have, in ms
  function moment(field, value = field.value) {
    switch (field.type) {
      case 'time':
        return Date.parse(`1970-01-01T${value}Z`);
      case 'datetime-local':
        return Date.parse(`${value}Z`);
      default:
        return Date.parse(value);
    }
  }

  function drawnValue(field) {
    if (field.defaultValue !== undefined) return field.defaultValue;
    const options = [...field.options];
    const drawn = options.find(option => option.defaultSelected);
    return drawn?.value;
  }

  function chooseOption(select, at) {
    const options = [...select.options];
    const last = options.findLast(option => {
      return Date.parse(option.value) <= at;
    });
    if (last) last.selected = true;
  }

  function choose(field, at) {
    if (field.tagName === 'SELECT') {
      chooseOption(field, at);
      return;
    }
    const iso = new Date(at).toISOString();
    if (field.type !== 'time') field.value = iso.slice(0, 16);
    else if (at < DAY) field.value = iso.slice(11, 16);
  }

  document.addEventListener('focusin', e => {
    const field = e.target;
    if (!field.dataset?.until) return;
    before.set(field, moment(field));
  });

  // before anything else hears of the change: the price is asked for with both times
  document.addEventListener('change', e => {
    const from = e.target;
    const fields = from.form?.elements;
    const until = fields?.[from.dataset?.until];
    if (!until) return;
    const stood = before.get(from);
    const old = stood ?? moment(from, drawnValue(from));
    const length = moment(until) - old;
    const starts = moment(from);
    before.set(from, starts);
    if (length > 0 && starts >= 0) choose(until, starts + length);
  }, true);
})();
