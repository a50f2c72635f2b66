// Pages that come back. What the browser kept of a page is fetched anew, so that no form holds a used key and nothing is
// shown to who must not see it any more; and what somebody typed is still there after they had to sign in again.
(() => {
  const SLOT = 'typed', who = document.body.dataset.who || '', here = location.pathname + location.search;
  const sent = new WeakSet();
  let isOver = false; // signed out: nothing is kept any more
  let dialog = ''; // where the form in the dialog came from
  const read = () => { try { return JSON.parse(sessionStorage.getItem(SLOT)); } catch { return null; } };
  const write = typed => { try { sessionStorage.setItem(SLOT, JSON.stringify(typed)); } catch { /* full, or forbidden */ } };
  const drop = () => { try { sessionStorage.removeItem(SLOT); } catch { /* forbidden */ } };
  const UNTOLD = 'input[type=hidden], input[type=password], input[type=file], button';
  const fields = form => [...form.elements].filter(each => each.name && !each.matches(UNTOLD) && !each.matches('fieldset'));
  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const value = field => isTick(field) ? field.checked : field.multiple ? [...field.selectedOptions].map(each => each.value) : field.value;
  const version = form => form.elements.namedItem('version');
  const actionOf = form => form.getAttribute('action') || '';

  // what is kept: never a password, a token or a file; and not a word of it for anybody else
  const keep = (form, why) => {
    const typed = fields(form).map(field => [field.name, isTick(field) ? field.value : null, value(field)]);
    const inDialog = form.closest('#dlg') ? dialog : '';
    write({ who, why, page: here, id: form.id, action: actionOf(form), dialog: inDialog, version: version(form)?.value, typed });
  };
  const usual = select => [...select.options].filter(each => each.defaultSelected);
  const isChanged = field => {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const before = usual(field).length || field.multiple ? usual(field) : [...field.options].slice(0, 1);
    return [...field.options].some(each => each.selected !== before.includes(each));
  };
  const unsaved = () => [...document.querySelectorAll('form[method=post]')]
    .find(form => !sent.has(form) && fields(form).some(isChanged));

  document.addEventListener('submit', e => {
    const form = e.target;
    if (form.method !== 'post' || !who) return;
    sent.add(form);
    if (form.action.endsWith('/logout')) { isOver = true; drop(); }
    else if (fields(form).length) keep(form, 'sent');
  }, true);
  document.addEventListener('htmx:before:swap', e => {
    const { ctx } = e.detail, form = ctx.request.form;
    if (ctx.target?.id === 'dlg') dialog = ctx.request.action;
    if (ctx.request.method !== 'POST') return;
    if (ctx.response.status < 400) drop();
    else if (form) sent.delete(form);
  });
  document.addEventListener('htmx:response:error', e => {
    const { ctx } = e.detail;
    if (ctx.response.status !== 401 || !who) return;
    const form = ctx.request.form || ctx.sourceElement.closest('form') || unsaved();
    if (form && form.method === 'post' && fields(form).length) keep(form, 'signed out');
    else drop();
  });

  const fill = (form, kept) => {
    for (const [name, tick, was] of kept.typed) {
      const field = fields(form).find(each => each.name === name && (tick === null || each.value === tick));
      if (!field || JSON.stringify(value(field)) === JSON.stringify(was)) continue;
      if (tick !== null) field.checked = was;
      else if (field.multiple) for (const option of field.options) option.selected = was.includes(option.value);
      else field.value = was;
      for (let fold = field.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
      for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
    }
    if (kept.version && version(form)) version(form).value = kept.version; // so that what somebody else saved is not lost
    const told = document.createElement('p');
    told.className = 'callout beside';
    told.dataset.tone = 'info';
    told.setAttribute('role', 'status');
    told.textContent = 'What you typed is still here. It is not saved yet.';
    const acts = [...form.querySelectorAll('.acts')].at(-1);
    if (acts) acts.before(told); else form.append(told);
  };
  const find = (kept, within) => [...within.querySelectorAll('form')].find(form => form.id === kept.id && actionOf(form) === kept.action);
  const restore = kept => {
    drop();
    const form = find(kept, document);
    if (form) fill(form, kept);
    if (form || !kept.dialog) return;
    const opened = e => {
      if (e.detail.ctx.target?.id !== 'dlg') return;
      document.removeEventListener('htmx:after:swap', opened);
      const found = find(kept, document.getElementById('dlg'));
      if (found) fill(found, kept);
    };
    document.addEventListener('htmx:after:swap', opened);
    htmx.ajax('GET', kept.dialog, { target: '#dlg', swap: 'innerHTML' });
  };

  const arrive = () => {
    const kept = read(), isBack = performance.getEntriesByType('navigation')[0]?.type !== 'navigate';
    if (isBack) for (const form of document.querySelectorAll('form[method=post]')) form.reset(); // the server's word, not the browser's memory
    if (!kept) return;
    if (!who) { // signing in comes first
      if (kept.why === 'sent') write({ ...kept, why: 'signed out' });
    } else if (kept.who !== who || kept.why === 'sent') drop();
    else if (kept.page === here && (kept.why === 'signed out' || isBack)) restore(kept);
    else if (kept.why === 'signed out') drop();
  };
  addEventListener('pageshow', e => {
    if (e.persisted) location.reload();
    else arrive();
  });
  addEventListener('pagehide', e => {
    const form = who && !isOver && unsaved();
    if (form && read()?.why !== 'signed out') keep(form, 'left');
    if (e.persisted) document.documentElement.classList.add('gone'); // until it is fetched anew
  });
})();
