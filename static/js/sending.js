// What becomes of a form that was sent. While it is on its way none of its buttons sends it again. An answer that is not
// the thing it was to replace, or none at all, leaves the form and what was typed; the words stand beside it.
(() => {
  const SLOW = 8000; // ms until somebody is told to wait
  const ON_ITS_WAY = 10000; // ms a form without htmx keeps its buttons, if no page follows: it was a file
  const held = new Map(), words = new WeakMap(), waiting = new WeakMap();
  const buttons = form => [...form.elements].filter(each => each.type === 'submit' || each.type === 'image');

  const hold = form => {
    if (held.has(form)) return;
    const mine = buttons(form).filter(button => !button.disabled);
    held.set(form, { mine, focused: mine.find(button => button === document.activeElement) });
    for (const button of mine) button.disabled = true;
  };
  const release = form => {
    const { mine = [], focused } = held.get(form) || {};
    held.delete(form);
    for (const button of mine) button.disabled = false;
    if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
  };
  document.addEventListener('submit', e => { if (held.has(e.target)) { e.preventDefault(); e.stopImmediatePropagation(); } }, true);
  document.addEventListener('submit', e => {
    const form = e.target;
    if (e.defaultPrevented || form.method !== 'post' || e.submitter?.formMethod === 'get') return;
    held.set(form, {}); // at once, but its buttons only when the browser has read which one was pressed
    setTimeout(() => { held.delete(form); hold(form); });
    setTimeout(release, ON_ITS_WAY, form);
  });
  addEventListener('pagehide', () => { for (const form of [...held.keys()]) release(form); });

  // the words: in a form above its buttons; beside a form that is only buttons; else with the page's other news
  const formOf = ctx => ctx.sourceElement.closest('form') || ctx.request.form;
  const forget = form => { words.get(form)?.remove(); words.delete(form); };
  const say = (ctx, told) => {
    const form = formOf(ctx);
    if (!form?.isConnected) { toast(told); return; }
    forget(form);
    words.set(form, told);
    const isOnlyButtons = ![...form.elements].some(each => each.willValidate && each.type !== 'submit' || each.matches('textarea'));
    const acts = [...form.querySelectorAll('.acts')].at(-1);
    if (isOnlyButtons || told.querySelector('form')) form.after(told);
    else if (acts) acts.before(told);
    else form.append(told);
    told.focus();
  };
  const toast = told => {
    const box = document.createElement('div'), away = document.createElement('button');
    const text = document.createElement('p');
    text.textContent = told.querySelector('p')?.textContent || told.textContent;
    Object.assign(away, { type: 'button', className: 'btn', textContent: 'Dismiss' });
    away.dataset.dismiss = '';
    box.className = 'toast';
    box.append(text, away);
    document.getElementById('toasts').append(box);
  };
  const box = (sentence, tone) => {
    const told = document.createElement('div'), text = document.createElement('p');
    told.className = tone ? 'callout beside' : 'summary beside';
    if (tone) told.dataset.tone = tone;
    told.tabIndex = -1;
    told.setAttribute('role', tone ? 'status' : 'alert');
    text.textContent = sentence;
    told.append(text);
    return told;
  };
  const isPost = ctx => ctx.request.method === 'POST';
  const again = ctx => isPost(ctx) ? 'Press again: it will not be done twice.' : 'Try again.';

  const quiet = ctx => { clearTimeout(waiting.get(ctx)); waiting.delete(ctx); };
  document.addEventListener('htmx:before:request', e => {
    const { ctx } = e.detail, form = formOf(ctx);
    if (form) forget(form);
    if (isPost(ctx) && form) {
      hold(form);
      waiting.set(ctx, setTimeout(() => say(ctx, box('Still on its way. Please wait.', 'info')), SLOW));
    }
  });
  document.addEventListener('htmx:finally:request', e => {
    const { ctx } = e.detail, form = ctx.request?.form;
    quiet(ctx);
    if (!form) return;
    if (words.get(form)?.matches('[data-tone=info]')) forget(form);
    if (!ctx.keepIndicators) release(form); // else the next page is on its way
  });
  document.addEventListener('htmx:error', e => {
    const { ctx } = e.detail;
    if (!ctx || ctx.text !== undefined) return; // it came, and was told or shown
    quiet(ctx);
    say(ctx, box(`No answer yet. ${again(ctx)}`));
  });

  // an answer replaces only what it is: the form by itself, a card by that card; never by a mere refusal or a proxy's page
  const isInstead = (ctx, tasks) => {
    const main = tasks.find(task => task.type === 'main'), root = main?.fragment.firstElementChild;
    if (!root) return false;
    if (ctx.select) return true;
    if (root.id === 'refusal' || root.tagName === 'BODY') return false;
    return /^inner/.test(main.swapSpec?.style || ctx.swap) || root.id === ctx.target.id;
  };
  document.addEventListener('htmx:before:swap', e => {
    const { ctx, tasks } = e.detail;
    if (ctx.response.status < 400 || isInstead(ctx, tasks)) return;
    e.preventDefault();
    const page = new DOMParser().parseFromString(ctx.text, 'text/html');
    const told = page.getElementById('refusal');
    if (!told) { say(ctx, box(`That did not work. ${again(ctx)}`)); return; }
    const fresh = told.querySelector('[name=fresh_token]');
    if (fresh) refresh(fresh);
    told.removeAttribute('id');
    told.classList.add('beside');
    say(ctx, document.adoptNode(told));
  });
  const refresh = fresh => { // the page is as good as new, if it is still the same person's
    const isSame = fresh.dataset.who === document.body.dataset.who;
    if (isSame) for (const each of document.querySelectorAll('[name=csrf_token]')) each.value = fresh.value;
    else fresh.parentElement.querySelector('p').textContent = 'Somebody else is signed in here now. Load this page again.';
    fresh.remove();
  };
})();
