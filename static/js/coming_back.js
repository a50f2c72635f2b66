// Pages that come back. What the browser kept of a page is fetched anew, so that no form holds a
// used key and nothing is shown to who must not see it any more; and what somebody typed is still
// there after they had to sign in again.
(() => {
  const SLOT = 'typed';
  const NEVER_KEPT = [
    'input[type=hidden]',
    'input[type=password]',
    'input[type=file]',
    'button',
    'fieldset'
  ].join();
  const POSTED = 'form[method=post]';
  const who = document.body.dataset.who || '';
  const here = location.pathname + location.search;
  const sent = new WeakSet();
  let isOver = false; // signed out: nothing is kept any more
  let dialogAddress = ''; // where the form in the dialog came from

  // the one thing that is kept, in this tab; a full or forbidden store keeps nothing
  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(SLOT));
    } catch {
      return null;
    }
  }

  function write(kept) {
    try {
      const text = JSON.stringify(kept);
      sessionStorage.setItem(SLOT, text);
    } catch {
      // nothing is kept
    }
  }

  function drop() {
    try {
      sessionStorage.removeItem(SLOT);
    } catch {
      // nothing was kept
    }
  }

  function isKept(field) {
    return field.name && !field.matches(NEVER_KEPT);
  }

  function fieldsOf(form) {
    return [...form.elements].filter(isKept);
  }

  function isTick(field) {
    return field.type === 'checkbox' || field.type === 'radio';
  }

  function chosenIn(select) {
    const chosen = [...select.selectedOptions];
    return chosen.map(option => option.value);
  }

  function valueOf(field) {
    if (isTick(field)) return field.checked;
    if (field.multiple) return chosenIn(field);
    return field.value;
  }

  function versionOf(form) {
    return form.elements.namedItem('version');
  }

  function actionOf(form) {
    return form.getAttribute('action') || '';
  }

  // a field's name, which tick of that name it is, and its value
  function entryOf(field) {
    const tick = isTick(field) ? field.value : null;
    return [field.name, tick, valueOf(field)];
  }

  // never a password, a token or a file; and not a word of it for anybody else
  function keep(form, why) {
    const isInDialog = form.closest('#dlg');
    write({
      who,
      why,
      page: here,
      id: form.id,
      action: actionOf(form),
      dialog: isInDialog ? dialogAddress : '',
      version: versionOf(form)?.value,
      typed: fieldsOf(form).map(entryOf)
    });
  }

  // the options of a list that were chosen when it was drawn
  function drawnOptions(select) {
    const options = [...select.options];
    const drawn = options.filter(each => each.defaultSelected);
    if (drawn.length || select.multiple) return drawn;
    return options.slice(0, 1);
  }

  function isChanged(field) {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const drawn = drawnOptions(field);
    return [...field.options].some(option => {
      return option.selected !== drawn.includes(option);
    });
  }

  function isUnsaved(form) {
    if (sent.has(form)) return false;
    return fieldsOf(form).some(isChanged);
  }

  function unsavedForm() {
    const forms = document.querySelectorAll(POSTED);
    return [...forms].find(isUnsaved);
  }

  document.addEventListener('submit', e => {
    const form = e.target;
    if (form.method !== 'post' || !who) return;
    sent.add(form);
    if (form.action.endsWith('/logout')) {
      isOver = true;
      drop();
    } else if (fieldsOf(form).length) {
      keep(form, 'sent');
    }
  }, true);

  document.addEventListener('htmx:before:swap', e => {
    const ctx = e.detail.ctx;
    const request = ctx.request;
    const isRefused = ctx.response.status >= 400;
    if (ctx.target?.id === 'dlg') dialogAddress = request.action;
    if (request.method !== 'POST') return;
    if (!isRefused) drop();
    else if (request.form) sent.delete(request.form);
  });

  function formOf(ctx) {
    const around = ctx.sourceElement.closest('form');
    return ctx.request.form || around || unsavedForm();
  }

  document.addEventListener('htmx:response:error', e => {
    const ctx = e.detail.ctx;
    if (ctx.response.status !== 401 || !who) return;
    const form = formOf(ctx);
    const isPosted = form?.method === 'post';
    const hasFields = isPosted && fieldsOf(form).length;
    if (hasFields) keep(form, 'signed-out');
    else drop();
  });

  // giving back what was typed
  function choose(select, values) {
    for (const option of select.options) {
      option.selected = values.includes(option.value);
    }
  }

  function unfoldAround(field) {
    let fold = field.closest('details');
    while (fold) {
      fold.open = true;
      fold = fold.parentElement.closest('details');
    }
  }

  function tellOfChange(field) {
    for (const name of ['input', 'change']) {
      field.dispatchEvent(new Event(name, {
        bubbles: true
      }));
    }
  }

  function isSame(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  function fieldFor(form, name, tick) {
    return fieldsOf(form).find(field => {
      if (field.name !== name) return false;
      return tick === null || field.value === tick;
    });
  }

  function fillField(form, entry) {
    const [name, tick, value] = entry;
    const field = fieldFor(form, name, tick);
    if (!field) return;
    if (isSame(valueOf(field), value)) return;
    if (tick !== null) field.checked = value;
    else if (field.multiple) choose(field, value);
    else field.value = value;
    unfoldAround(field);
    tellOfChange(field);
  }

  function note() {
    const text = document.createElement('p');
    text.className = 'callout beside';
    text.dataset.tone = 'info';
    text.setAttribute('role', 'status');
    text.textContent = phrase('still-here');
    return text;
  }

  function fill(form, kept) {
    for (const entry of kept.typed) fillField(form, entry);
    // so that what somebody else saved is not lost
    const version = versionOf(form);
    if (kept.version && version) version.value = kept.version;
    const acts = [...form.querySelectorAll('.acts')].at(-1);
    if (acts) acts.before(note());
    else form.append(note());
  }

  function findForm(kept, within) {
    const forms = within.querySelectorAll('form');
    return [...forms].find(form => {
      if (form.id !== kept.id) return false;
      return actionOf(form) === kept.action;
    });
  }

  function fillDialog(kept) {
    function fillWhenOpen(e) {
      const target = e.detail.ctx.target;
      if (target?.id !== 'dlg') return;
      document.removeEventListener('htmx:after:swap', fillWhenOpen);
      const dialog = document.getElementById('dlg');
      const form = findForm(kept, dialog);
      if (form) fill(form, kept);
    }

    document.addEventListener('htmx:after:swap', fillWhenOpen);
    htmx.ajax('GET', kept.dialog, {
      target: '#dlg',
      swap: 'innerHTML'
    });
  }

  function restore(kept) {
    drop();
    const form = findForm(kept, document);
    if (form) fill(form, kept);
    else if (kept.dialog) fillDialog(kept);
  }

  // the server's word, not the browser's memory
  function resetForms() {
    const forms = document.querySelectorAll(POSTED);
    for (const form of forms) form.reset();
  }

  // signing in comes first
  function keepUntilSignedIn(kept) {
    if (kept.why !== 'sent') return;
    write({
      ...kept,
      why: 'signed-out'
    });
  }

  function useKept(kept, isBack) {
    const isTheirs = kept.who === who;
    const isSignedOut = kept.why === 'signed-out';
    const isHere = kept.page === here;
    if (!isTheirs || kept.why === 'sent') drop();
    else if (isHere && (isSignedOut || isBack)) restore(kept);
    else if (isSignedOut) drop();
  }

  function arrive() {
    const kept = read();
    const entries = performance.getEntriesByType('navigation');
    const isBack = entries[0]?.type !== 'navigate';
    if (isBack) resetForms();
    if (!kept) return;
    if (who) useKept(kept, isBack);
    else keepUntilSignedIn(kept);
  }

  addEventListener('pageshow', e => {
    if (e.persisted) location.reload();
    else arrive();
  });

  addEventListener('pagehide', e => {
    const mayKeep = who && !isOver;
    const form = mayKeep && unsavedForm();
    const isSignedOut = read()?.why === 'signed-out';
    if (form && !isSignedOut) keep(form, 'left');
    if (!e.persisted) return;
    const page = document.documentElement;
    page.classList.add('gone'); // until it is fetched anew
  });
})();
