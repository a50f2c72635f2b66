// The one box: a panel of what was found below the field, opened and gone through by keys. Without
// this script the form leads to a page that shows the same.
(() => {
  const WAIT = 50; // ms after a shortcut: keys that come faster are a scanner's
  const form = document.getElementById('box-form');
  const field = document.getElementById('box');
  const rest = document.querySelectorAll('.shell > :not(.topbar), .topbar > :not(.box)');
  const isWide = matchMedia('(min-width: 60rem)');
  let cameFrom = null; // what had the focus before, and gets it back
  let lastKey = -Infinity;
  let opening = 0;

  function panel() {
    return document.getElementById('box-panel');
  }

  function results() {
    return document.getElementById('find');
  }

  function rows() {
    return [...results().querySelectorAll('.hit-name a')];
  }

  function setInert(isInert) {
    for (const element of rest) element.inert = isInert;
  }

  function ask() {
    field.dispatchEvent(new Event('input', {
      bubbles: true
    }));
  }

  function open() {
    if (!panel() || 'open' in form.dataset) return;
    form.dataset.open = '';
    field.setAttribute('aria-controls', 'box-panel');
    setInert(!isWide.matches);
    if (results().dataset.q !== field.value) ask();
  }

  function close() {
    if (!('open' in form.dataset)) return;
    delete form.dataset.open;
    setInert(false);
  }

  function leave() {
    close();
    const to = cameFrom?.isConnected ? cameFrom : document.getElementById('main');
    cameFrom = null;
    to.focus();
  }

  function enter() {
    if (!form.contains(document.activeElement)) cameFrom = document.activeElement;
    field.focus();
    field.select();
    open();
  }

  function isWritable(target) {
    return target.matches('input, textarea, select, [contenteditable]');
  }

  // the page's scan box has the focus from the start, and no code is a slash alone
  function isScanBoxAsLeft(target) {
    if (target.id !== 'scan') return false;
    return target.selectionEnd - target.selectionStart === target.value.length;
  }

  function isShortcut(e) {
    const isPlain = !e.ctrlKey && !e.metaKey && !e.altKey;
    const isTyping = isWritable(e.target) && !isScanBoxAsLeft(e.target);
    if (e.key === '/') return isPlain && !isTyping;
    return e.key.toLowerCase() === 'k' && (e.ctrlKey || e.metaKey) && !e.altKey;
  }

  function enterSoon(e) {
    e.preventDefault();
    opening = setTimeout(enter, WAIT);
  }

  function isHeld(e) {
    return /^(Control|Meta|Shift|Alt)/.test(e.code);
  }

  document.addEventListener('keydown', e => {
    if (isHeld(e)) return;
    const isFast = e.timeStamp - lastKey < WAIT;
    lastKey = e.timeStamp;
    clearTimeout(opening);
    if (isFast || document.querySelector('dialog[open]')) return;
    if (isShortcut(e)) enterSoon(e);
  });

  // the keys inside the panel
  function openFirst(e) {
    const first = rows()[0];
    const isNew = results().dataset.q === field.value;
    if (!first || !isNew || !field.value.trim()) return;
    e.preventDefault();
    first.click();
  }

  function empty() {
    if (!field.value) {
      leave();
      return;
    }
    field.value = '';
    field.focus();
    ask();
  }

  function step(by) {
    const all = rows();
    const row = document.activeElement.closest('.hit');
    const at = all.findIndex(link => link.closest('.hit') === row);
    const to = at + by;
    if (to < 0) field.focus();
    else all[Math.min(to, all.length - 1)]?.focus();
  }

  function goTo(e, selector) {
    const to = e.target.closest('.hit')?.querySelector(selector);
    if (!to) return;
    e.preventDefault();
    to.focus();
  }

  function goOnTyping(e) {
    const isLetter = [...e.key].length === 1 && e.key !== ' ';
    if (!isLetter || e.ctrlKey || e.metaKey || e.altKey) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  const KEYS = {
    ArrowDown: e => {
      e.preventDefault();
      open();
      step(1);
    },
    ArrowUp: e => {
      e.preventDefault();
      step(-1);
    },
    Escape: e => {
      e.preventDefault();
      empty();
    }
  };
  const IN_ROWS = {
    ArrowRight: e => goTo(e, '.btn'),
    ArrowLeft: e => goTo(e, '.hit-name a')
  };

  function onKey(e) {
    if (KEYS[e.key]) KEYS[e.key](e);
    else if (e.target === field && e.key === 'Enter') openFirst(e);
    else if (e.target !== field && IN_ROWS[e.key]) IN_ROWS[e.key](e);
    else if (e.target !== field) goOnTyping(e);
  }

  form.addEventListener('keydown', onKey);
  if (!panel()) results().addEventListener('keydown', onKey);

  field.addEventListener('focus', e => {
    if (e.relatedTarget && !form.contains(e.relatedTarget)) cameFrom = e.relatedTarget;
  });
  field.addEventListener('click', open); // whoever only passes by Tab is not kept here
  field.addEventListener('input', open);
  form.querySelector('.box-close').addEventListener('click', leave);

  document.addEventListener('pointerdown', e => {
    if (!form.contains(e.target)) close();
  });
  document.addEventListener('focusin', e => {
    if (!form.contains(e.target)) close();
  });
  isWide.addEventListener('change', close);
  addEventListener('pagehide', close);
})();
