// The score: free time is chosen by dragging across it or with the arrow keys.
// Without this script its links do.
(() => {
  const COLUMN = 5; // minutes
  const DRAG = 6; // pixels a pointer moves before it drags
  const NEAREST = {
    block: 'nearest',
    inline: 'nearest'
  };
  const DAY_LINKS = {
    PageUp: 'prev',
    PageDown: 'next'
  };

  const today = document.querySelector('#days .days [aria-current]');
  today?.scrollIntoView(NEAREST);
  const grid = document.querySelector('.score table[role=grid]');
  if (!grid) return;

  const step = Number(grid.dataset.step); // minutes
  const duration = Number(grid.dataset.dur); // minutes
  const opens = Number(grid.dataset.opens); // minutes since midnight
  const chosenTime = document.getElementById('chosen');
  const rows = [...grid.tBodies[0].rows].map(elementsOf);
  const starts = new Map(); // minutes since midnight
  let minute = null; // where the arrow keys are
  let drag = null;

  // what stands in the cells of a room
  function elementsOf(row) {
    const cells = [...row.cells].slice(1);
    return cells.map(cell => cell.firstElementChild);
  }

  function lengthOf(element) {
    return element.parentElement.colSpan * COLUMN;
  }

  function noteStarts(row) {
    let at = opens;
    for (const element of row) {
      starts.set(element, at);
      at += lengthOf(element);
    }
  }

  function spanOf(element) {
    const from = starts.get(element);
    const to = from + lengthOf(element);
    return {
      from,
      to
    };
  }

  function isFree(element) {
    return element.matches('a.free');
  }

  function isPlain(click) {
    if (click.button) return false;
    return !click.ctrlKey && !click.metaKey && !click.shiftKey;
  }

  function clock(at) {
    const hours = Math.floor(at / 60);
    const minutes = at % 60;
    return `${twoDigits(hours)}:${twoDigits(minutes)}`;
  }

  function twoDigits(number) {
    return String(number).padStart(2, '0');
  }

  function openDialog(element, address) {
    element.dispatchEvent(new CustomEvent('dialog:ask', {
      bubbles: true,
      detail: address
    }));
  }

  // the part of free time that is chosen
  function ghostOf(element) {
    return element.parentElement.querySelector('.ghost');
  }

  function addGhost(element) {
    const ghost = document.createElement('div');
    ghost.className = 'ghost';
    element.parentElement.append(ghost);
    return ghost;
  }

  function draw(element, from, to) {
    const span = spanOf(element);
    const length = span.to - span.from;
    const ghost = ghostOf(element) || addGhost(element);
    const start = (from - span.from) / length * 100;
    const size = (to - from) / length * 100;
    ghost.style.insetInlineStart = `${start}%`;
    ghost.style.inlineSize = `${size}%`;
    ghost.textContent = `${clock(from)}–${clock(to)}`;
  }

  function clear(element) {
    ghostOf(element)?.remove();
  }

  function ask(link, from, to) {
    const url = new URL(link.href);
    const query = url.searchParams;
    const day = query.get('start_time').slice(0, 11);
    query.set('start_time', day + clock(from));
    query.set('end_time', day + clock(to));
    openDialog(link, url.pathname + url.search);
  }

  function chosenIn(element) {
    const span = spanOf(element);
    const wished = Number(element.dataset.at) || span.from;
    const latest = span.to - step;
    const from = Math.min(Math.max(wished, span.from), latest);
    const to = Math.min(from + duration, span.to);
    return {
      from,
      to
    };
  }

  function showChosen(element) {
    const chosen = chosenIn(element);
    const from = clock(chosen.from);
    const to = clock(chosen.to);
    minute = chosen.from;
    draw(element, chosen.from, chosen.to);
    chosenTime.textContent = phrase('chosen-time', from, to);
  }

  // arrow keys: one tab stop; left and right move the start by a step and on to the next cell,
  // up and down to other rooms. Each says which element comes next, and which minute in it.
  const MOVES = {
    ArrowRight: moveRight,
    ArrowLeft: moveLeft,
    ArrowDown: position => moveAcross(position, 1),
    ArrowUp: position => moveAcross(position, -1),
    Home: position => startOf(position.row[0]),
    End: position => endOf(position.row.at(-1))
  };

  function minuteIn(element) {
    if (isFree(element)) return chosenIn(element).from;
    return minute ?? starts.get(element);
  }

  function positionOf(element) {
    const y = rows.findIndex(row => row.includes(element));
    const row = rows[y];
    return {
      element,
      row,
      y,
      x: row.indexOf(element),
      at: minuteIn(element)
    };
  }

  function stay(position, at) {
    return {
      element: position.element,
      at
    };
  }

  function startOf(element) {
    return element && {
      element,
      at: starts.get(element)
    };
  }

  function latestStart(element) {
    const span = spanOf(element);
    if (!isFree(element)) return span.from;
    return Math.max(span.to - duration, span.from);
  }

  function endOf(element) {
    return element && {
      element,
      at: latestStart(element)
    };
  }

  function beside(position, way) {
    const row = position.row;
    let x = position.x + way;
    while (row[x]?.matches('.rest')) x += way;
    return row[x];
  }

  function moveRight(position, byCell) {
    const element = position.element;
    const next = position.at + step;
    const isWithin = next + step <= spanOf(element).to;
    const moves = isFree(element) && !byCell && isWithin;
    if (moves) return stay(position, next);
    return startOf(beside(position, 1));
  }

  function moveLeft(position, byCell) {
    const element = position.element;
    const isWithin = position.at > spanOf(element).from;
    const moves = isFree(element) && !byCell && isWithin;
    if (moves) return stay(position, position.at - step);
    return endOf(beside(position, -1));
  }

  function moveAcross(position, way) {
    const at = position.at;
    const row = rows[position.y + way];
    const last = row?.findLast(each => starts.get(each) <= at);
    const element = last ?? row?.[0];
    return element && {
      element,
      at
    };
  }

  function go(element, at) {
    const stop = grid.querySelector('[tabindex="0"]');
    stop?.setAttribute('tabindex', -1);
    element.tabIndex = 0;
    if (isFree(element)) element.dataset.at = at;
    else minute = at;
    const hasFocus = document.activeElement === element;
    if (hasFocus) showChosen(element);
    else element.focus();
    const shown = ghostOf(element) || element;
    shown.scrollIntoView(NEAREST);
  }

  function clickDayLink(rel) {
    document.querySelector(`#days [rel=${rel}]`)?.click();
  }

  // today begins an hour before now, not where the school opened,
  // also where no style sheet can say so
  function scrollToNow() {
    const score = grid.closest('.score');
    const mark = score.querySelector('.seen-from');
    if (!mark) return;
    const names = grid.querySelector('th').offsetWidth;
    score.scrollLeft = mark.offsetLeft - names;
  }

  scrollToNow();
  rows.forEach(noteStarts);

  // without this script every link is a tab stop
  for (const element of grid.querySelectorAll('td > *')) {
    element.tabIndex = -1;
  }
  const firstFree = grid.querySelector('td > a.free');
  const tabStop = firstFree || grid.querySelector('td > *');
  tabStop?.setAttribute('tabindex', 0);

  grid.addEventListener('focusin', e => {
    const isShown = e.target.matches('td > a.free:focus-visible');
    if (isShown) showChosen(e.target);
  });

  grid.addEventListener('focusout', e => {
    if (e.target.matches('td > a.free')) clear(e.target);
  });

  grid.addEventListener('keydown', e => {
    const element = e.target.closest('td > *');
    if (!element || e.altKey || e.metaKey) return;
    const rel = DAY_LINKS[e.key];
    const move = MOVES[e.key];
    if (!rel && !move) return;
    e.preventDefault();
    if (rel) {
      clickDayLink(rel);
      return;
    }
    const to = move(positionOf(element), e.ctrlKey);
    if (to) go(to.element, to.at);
  });

  // time that somebody else has: until when, and what else there is
  const TAKEN = 'td > span.busy';

  function openTaken(element) {
    const span = spanOf(element);
    const row = element.closest('tr');
    const room = row.querySelector('th a').pathname;
    const day = grid.dataset.date;
    const query = new URLSearchParams({
      start_time: `${day}T${clock(span.from)}`,
      end_time: `${day}T${clock(span.to)}`,
      minutes: duration
    });
    openDialog(element, `${room}/taken?${query}`);
  }

  for (const element of grid.querySelectorAll(TAKEN)) {
    element.setAttribute('role', 'button');
  }

  grid.addEventListener('click', e => {
    const element = e.target.closest(TAKEN);
    if (element) openTaken(element);
  });

  grid.addEventListener('keydown', e => {
    if (e.key !== 'Enter') return;
    if (e.target.matches(TAKEN)) openTaken(e.target);
  });

  grid.addEventListener('click', e => {
    const link = e.target.closest('a.free');
    if (!link || !isPlain(e)) return;
    e.preventDefault();
    const chosen = chosenIn(link);
    ask(link, chosen.from, chosen.to);
  });

  // drag across free time, or click where it should begin: mouse and pen only, a finger scrolls
  function startDrag(link, x) {
    const box = link.getBoundingClientRect();
    const span = spanOf(link);
    const minutes = span.to - span.from;

    function minuteAt(place) {
      const part = (place - box.left) / box.width;
      const steps = Math.floor(part * minutes / step);
      return span.from + steps * step;
    }

    const latest = span.to - step;
    const start = Math.max(span.from, Math.min(minuteAt(x), latest));
    drag = {
      link,
      span,
      minuteAt,
      start,
      x,
      from: start,
      to: Math.min(start + duration, span.to),
      hasMoved: false
    };
    link.draggable = false;
  }

  function continueDrag(x) {
    const span = drag.span;
    const at = drag.minuteAt(x);
    const first = Math.min(drag.start, at);
    const last = Math.max(drag.start, at);
    drag.hasMoved = true;
    drag.from = Math.max(first, span.from);
    drag.to = Math.min(last + step, span.to);
    draw(drag.link, drag.from, drag.to);
  }

  // the click that follows a drag opens nothing by itself
  function swallowClick(e) {
    e.preventDefault();
    e.stopImmediatePropagation();
  }

  grid.addEventListener('pointerdown', e => {
    const link = e.target.closest('a.free');
    if (!link || !isPlain(e)) return;
    if (e.pointerType === 'touch') return;
    startDrag(link, e.clientX);
  });

  document.addEventListener('pointermove', e => {
    if (!drag) return;
    const moved = Math.abs(e.clientX - drag.x);
    if (!drag.hasMoved && moved < DRAG) return;
    continueDrag(e.clientX);
  });

  document.addEventListener('pointerup', () => {
    const ended = drag;
    drag = null;
    if (!ended) return;
    const link = ended.link;
    clear(link);
    link.dataset.at = ended.from;
    addEventListener('click', swallowClick, {
      capture: true,
      once: true
    });
    setTimeout(ask, 0, link, ended.from, ended.to);
  });

  addEventListener('keydown', e => {
    if (e.key !== 'Escape' || !drag) return;
    clear(drag.link);
    drag = null;
  });
})();
