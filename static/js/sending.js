// What becomes of a form that was sent. While it is on its way none of its buttons sends it again.
// An answer that is not the thing it was to replace, or none at all, leaves the form and what was
// typed; the words stand beside it.
(() => {
  const SLOW = 8000; // ms until somebody is told to wait
  // ms a form without htmx keeps its buttons, if no page follows: it was a file
  const ON_ITS_WAY = 10000;
  const held = new Map(); // forms on their way, with their buttons
  const messages = new WeakMap(); // what stands beside a form
  const waiting = new WeakMap(); // timers of slow requests

  function buttonsOf(form) {
    return [...form.elements].filter(each => {
      return each.type === 'submit' || each.type === 'image';
    });
  }

  function hold(form) {
    if (held.has(form)) return;
    const buttons = buttonsOf(form).filter(button => !button.disabled);
    const focused = buttons.find(button => {
      return button === document.activeElement;
    });
    held.set(form, {
      buttons,
      focused
    });
    for (const button of buttons) button.disabled = true;
  }

  function giveFocusBack(button) {
    if (!button?.isConnected) return;
    if (document.activeElement !== document.body) return;
    button.focus({
      preventScroll: true
    });
  }

  function release(form) {
    const kept = held.get(form);
    const buttons = kept?.buttons ?? [];
    held.delete(form);
    for (const button of buttons) button.disabled = false;
    giveFocusBack(kept?.focused);
  }

  // at once, but its buttons only when the browser has read which one was pressed
  function holdSoon(form) {
    held.set(form, {});
    setTimeout(() => {
      held.delete(form);
      hold(form);
    });
    setTimeout(release, ON_ITS_WAY, form);
  }

  document.addEventListener('submit', e => {
    if (!held.has(e.target)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);

  document.addEventListener('submit', e => {
    const form = e.target;
    if (e.defaultPrevented) return;
    if (form.method !== 'post') return;
    if (e.submitter?.formMethod === 'get') return;
    holdSoon(form);
  });

  addEventListener('pagehide', () => {
    const forms = [...held.keys()];
    for (const form of forms) release(form);
  });

  // a message: in a form above its buttons; beside a form that is only buttons; else with the
  // page's other news
  function formOf(ctx) {
    const around = ctx.sourceElement.closest('form');
    return around || ctx.request.form;
  }

  function removeMessage(form) {
    messages.get(form)?.remove();
    messages.delete(form);
  }

  function isTypedInto(field) {
    if (field.matches('textarea')) return true;
    return field.willValidate && field.type !== 'submit';
  }

  function place(message, form) {
    const hasFields = [...form.elements].some(isTypedInto);
    const holdsForm = message.querySelector('form');
    const acts = [...form.querySelectorAll('.acts')].at(-1);
    if (!hasFields || holdsForm) form.after(message);
    else if (acts) acts.before(message);
    else form.append(message);
  }

  function show(ctx, message) {
    const form = formOf(ctx);
    if (!form?.isConnected) {
      showToast(message);
      return;
    }
    removeMessage(form);
    messages.set(form, message);
    place(message, form);
    message.focus();
  }

  function paragraph(sentence) {
    const text = document.createElement('p');
    text.textContent = sentence;
    return text;
  }

  function dismissButton() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = phrase('dismiss');
    button.dataset.dismiss = '';
    return button;
  }

  function showToast(message) {
    const first = message.querySelector('p')?.textContent;
    const toast = document.createElement('div');
    toast.className = 'toast';
    toast.append(paragraph(first || message.textContent));
    toast.append(dismissButton());
    document.getElementById('toasts').append(toast);
  }

  function newMessage(className, role, sentence) {
    const message = document.createElement('div');
    message.className = `${className} beside`;
    message.tabIndex = -1;
    message.setAttribute('role', role);
    message.append(paragraph(sentence));
    return message;
  }

  function news(sentence) {
    const message = newMessage('callout', 'status', sentence);
    message.dataset.tone = 'info';
    return message;
  }

  function failure(sentence) {
    return newMessage('summary', 'alert', sentence);
  }

  function isPost(ctx) {
    return ctx.request.method === 'POST';
  }

  // what to do now depends on whether it may have been done
  function phraseFor(ctx, name) {
    return phrase(isPost(ctx) ? `${name}-post` : name);
  }

  function stopWaiting(ctx) {
    clearTimeout(waiting.get(ctx));
    waiting.delete(ctx);
  }

  function startWaiting(ctx) {
    const timer = setTimeout(() => {
      show(ctx, news(phrase('still-on-its-way')));
    }, SLOW);
    waiting.set(ctx, timer);
  }

  document.addEventListener('htmx:before:request', e => {
    const ctx = e.detail.ctx;
    const form = formOf(ctx);
    if (!form) return;
    removeMessage(form);
    if (!isPost(ctx)) return;
    hold(form);
    startWaiting(ctx);
  });

  document.addEventListener('htmx:finally:request', e => {
    const ctx = e.detail.ctx;
    const form = ctx.request?.form;
    stopWaiting(ctx);
    if (!form) return;
    const message = messages.get(form);
    const isNews = message?.matches('[data-tone=info]');
    if (isNews) removeMessage(form);
    if (!ctx.keepIndicators) release(form); // else the next page is on its way
  });

  document.addEventListener('htmx:error', e => {
    const ctx = e.detail.ctx;
    if (!ctx) return;
    if (ctx.text !== undefined) return; // it came, and was told or shown
    stopWaiting(ctx);
    show(ctx, failure(phraseFor(ctx, 'no-answer')));
  });

  // an answer replaces only what it is: the form by itself, a card by that card; never by a mere
  // refusal or a proxy's page
  function replaces(ctx, tasks) {
    const main = tasks.find(task => task.type === 'main');
    const root = main?.fragment.firstElementChild;
    if (!root) return false;
    if (ctx.select) return true;
    if (root.id === 'refusal') return false;
    if (root.tagName === 'BODY') return false;
    const swap = main.swapSpec?.style || ctx.swap;
    return /^inner/.test(swap) || root.id === ctx.target.id;
  }

  // the page is as good as new, if it is still the same person's
  function refresh(fresh) {
    const isSame = fresh.dataset.who === document.body.dataset.who;
    if (isSame) {
      renewTokens(fresh.value);
    } else {
      const text = fresh.parentElement.querySelector('p');
      text.textContent = phrase('somebody-else');
    }
    fresh.remove();
  }

  function renewTokens(token) {
    const fields = document.querySelectorAll('[name=csrf_token]');
    for (const field of fields) field.value = token;
  }

  function showRefusal(ctx, refusal) {
    const fresh = refusal.querySelector('[name=fresh_token]');
    if (fresh) refresh(fresh);
    refusal.removeAttribute('id');
    refusal.classList.add('beside');
    show(ctx, document.adoptNode(refusal));
  }

  function refusalIn(html) {
    const parser = new DOMParser();
    const page = parser.parseFromString(html, 'text/html');
    return page.getElementById('refusal');
  }

  document.addEventListener('htmx:before:swap', e => {
    const ctx = e.detail.ctx;
    const tasks = e.detail.tasks;
    if (ctx.response.status < 400) return;
    if (replaces(ctx, tasks)) return;
    e.preventDefault();
    const refusal = refusalIn(ctx.text);
    if (refusal) {
      showRefusal(ctx, refusal);
      return;
    }
    show(ctx, failure(phraseFor(ctx, 'failed')));
  });
})();
