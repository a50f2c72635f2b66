// Scanners that type: a fast burst of keys ending in Enter, wherever the focus is. It goes into the
// page's own scan box, else into the one box in the top bar, as it was typed, and beside it as a US
// keyboard writes the same keys, for a scanner set to US on a host with other keys.
(() => {
  const FAST = 35; // ms a key
  const PAUSE = 200; // ms between two bursts
  const LEAST = 4; // keys
  const DIGITS = ')!@#$%^&*(';
  const SIGNS = {
    Backquote: '`~',
    Minus: '-_',
    Equal: '=+',
    BracketLeft: '[{',
    BracketRight: ']}',
    Backslash: '\\|',
    Semicolon: ';:',
    Quote: '\'"',
    Comma: ',<',
    Period: '.>',
    Slash: '/?',
    Space: '  ',
    NumpadSubtract: '--',
    NumpadDivide: '//',
    NumpadDecimal: '..',
    NumpadAdd: '++',
    NumpadMultiply: '**'
  };
  const PRESSED = /^(button|checkbox|radio|submit|reset|file)$/;

  const ownBox = document.getElementById('scan');
  const box = ownBox ?? document.getElementById('box');
  if (!box?.form) return;
  let burst = newBurst(-Infinity);
  let usKeys = '';

  function newBurst(at, target) {
    return {
      from: at,
      last: at,
      keys: [],
      target,
      value: target?.value
    };
  }

  function onUsLetter(e, letter) {
    const isSmall = e.shiftKey === e.getModifierState('CapsLock');
    return isSmall ? letter.toLowerCase() : letter;
  }

  // what a US keyboard writes with this key; nothing for a key it does not have
  function onUs(e) {
    const letter = e.code.match(/^Key([A-Z])$/)?.[1];
    if (letter) return onUsLetter(e, letter);
    const digit = e.code.match(/^Digit(\d)$/)?.[1];
    if (digit) return e.shiftKey ? DIGITS[digit] : digit;
    const pad = e.code.match(/^Numpad(\d)$/)?.[1];
    if (pad) return pad;
    const sign = SIGNS[e.code];
    return sign?.[e.shiftKey ? 1 : 0];
  }

  function isSlow(at) {
    const passed = at - burst.from;
    return passed / burst.keys.length >= FAST;
  }

  function isWritable(target) {
    if (target instanceof HTMLTextAreaElement) return true;
    if (!(target instanceof HTMLInputElement)) return false;
    return !PRESSED.test(target.type);
  }

  function send(typed, us) {
    usKeys = us;
    box.value = typed;
    box.form.requestSubmit();
    usKeys = '';
    box.select();
  }

  // typed behind what the page itself had put into the box, not behind what somebody types there
  function continuesTyping(typed) {
    if (burst.target !== box) return false;
    if (box.value.length <= typed.length) return false;
    return burst.value !== box.defaultValue;
  }

  function isScanned(typed, e) {
    if (burst.keys.length < LEAST) return false;
    if (!isSlow(e.timeStamp) && !continuesTyping(typed)) return true;
    return e.target === box && !box.value; // before the box had the focus
  }

  // nothing of a scan stays in the field that had the focus
  function takeOut(scanned) {
    const target = scanned.target;
    if (target === box || !target?.isConnected) return;
    if (scanned.value === undefined) return;
    target.value = scanned.value;
  }

  function end(e) {
    const ended = burst;
    const keys = ended.keys;
    const typed = keys.map(key => key.typed).join('');
    const us = keys.map(key => key.us);
    const isScan = isScanned(typed, e);
    burst = newBurst(e.timeStamp);
    if (!isScan) return;
    e.preventDefault();
    e.stopPropagation();
    takeOut(ended);
    const isKnown = !us.includes(undefined);
    send(typed, isKnown ? us.join('') : typed);
  }

  function isShortcut(e) {
    if (e.getModifierState('AltGraph')) return false;
    return e.ctrlKey || e.metaKey || e.altKey;
  }

  function isCharacter(key) {
    return [...key].length === 1 && key >= ' ';
  }

  function pressesButton(e) {
    if (e.key !== ' ' || burst.keys.length < 2) return false;
    return !isSlow(e.timeStamp) && !isWritable(e.target);
  }

  function add(e) {
    burst.keys.push({
      typed: e.key,
      us: onUs(e)
    });
    if (pressesButton(e)) e.preventDefault();
  }

  box.addEventListener('focus', () => box.select());
  const hasFocus = document.activeElement === box;
  if (hasFocus && box.value === box.defaultValue) box.select();

  box.form.addEventListener('formdata', e => {
    if (usKeys) e.formData.set('us_keys', usKeys);
    else e.formData.delete('us_keys');
  });

  // a camera reads the code itself
  box.addEventListener('scan:read', e => {
    e.preventDefault();
    send(e.detail, e.detail);
  });

  document.addEventListener('keydown', e => {
    if (isShortcut(e)) return;
    const isNew = e.timeStamp - burst.last > PAUSE;
    if (isNew || e.repeat) burst = newBurst(e.timeStamp, e.target);
    burst.last = e.timeStamp;
    if (e.key === 'Enter') end(e);
    else if (isCharacter(e.key)) add(e);
  }, true);
})();
