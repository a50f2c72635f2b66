// Scanners that type: a fast burst of keys ending in Enter, wherever the focus is. It goes into the scan box as it was
// typed, and beside it as a US keyboard writes the same keys, for a scanner set to US on a host with other keys.
(() => {
  const box = document.getElementById('scan');
  if (!box?.form) return;
  const FAST = 35, PAUSE = 200, LEAST = 4; // ms a key, ms between two bursts, keys
  const SIGNS = {
    Backquote: '`~', Minus: '-_', Equal: '=+', BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|', Semicolon: ';:',
    Quote: '\'"', Comma: ',<', Period: '.>', Slash: '/?', Space: '  ', NumpadSubtract: '--', NumpadDivide: '//',
    NumpadDecimal: '..', NumpadAdd: '++', NumpadMultiply: '**',
  };
  const DIGITS = ')!@#$%^&*(';
  const fresh = (at, target) => ({ from: at, last: at, keys: [], target, value: target?.value });
  let burst = fresh(-Infinity), usKeys = '';

  // what a US keyboard writes with this key; nothing for a key it does not have
  const onUs = e => {
    const letter = e.code.match(/^Key([A-Z])$/)?.[1], digit = e.code.match(/^Digit(\d)$/)?.[1], pad = e.code.match(/^Numpad(\d)$/)?.[1];
    if (letter) return e.shiftKey === e.getModifierState('CapsLock') ? letter.toLowerCase() : letter;
    if (digit) return e.shiftKey ? DIGITS[digit] : digit;
    return pad ?? SIGNS[e.code]?.[e.shiftKey ? 1 : 0];
  };
  const isSlow = at => (at - burst.from) / burst.keys.length >= FAST;
  const writes = target => target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement && !/^(button|checkbox|radio|submit|reset|file)$/.test(target.type);

  const send = (typed, us) => {
    usKeys = us;
    box.value = typed;
    box.form.requestSubmit();
    usKeys = '';
    box.select();
  };

  // typed behind what the page itself had put into the box, not behind what somebody is typing there
  const continues = typed => burst.target === box && box.value.length > typed.length && burst.value !== box.defaultValue;
  const end = e => {
    const { keys, target, value } = burst, typed = keys.map(key => key.typed).join(''), us = keys.map(key => key.us);
    const isBurst = keys.length >= LEAST && !isSlow(e.timeStamp) && !continues(typed);
    const tooEarly = keys.length >= LEAST && e.target === box && !box.value; // before the box had the focus
    burst = fresh(e.timeStamp);
    if (!isBurst && !tooEarly) return;
    e.preventDefault();
    e.stopPropagation();
    if (target !== box && target?.isConnected && value !== undefined) target.value = value; // nothing of it stays there
    send(typed, us.includes(undefined) ? typed : us.join(''));
  };

  box.addEventListener('focus', () => box.select());
  if (document.activeElement === box && box.value === box.defaultValue) box.select();
  box.form.addEventListener('formdata', e => usKeys ? e.formData.set('us_keys', usKeys) : e.formData.delete('us_keys'));
  box.addEventListener('scan:read', e => send(e.detail, e.detail)); // a camera reads the code itself
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey || e.altKey) && !e.getModifierState('AltGraph')) return;
    if (e.timeStamp - burst.last > PAUSE || e.repeat) burst = fresh(e.timeStamp, e.target);
    burst.last = e.timeStamp;
    if (e.key === 'Enter') return end(e);
    if ([...e.key].length > 1 || e.key < ' ') return; // Shift and its like
    burst.keys.push({ typed: e.key, us: onUs(e) });
    if (e.key === ' ' && burst.keys.length > 1 && !isSlow(e.timeStamp) && !writes(e.target)) e.preventDefault(); // presses no button
  }, true);
})();
