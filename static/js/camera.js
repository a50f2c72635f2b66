// Scanning with the camera: a dialog that shows what it sees, opened from a page's scan box, or
// where there is none from the one box. A code goes where a scanner's would: into the
// page's own box, else into that one.
const PAUSE = 100; // ms between two looks
const PLACE = /^https?:\/\/[^/]+(\/(t|door)\/\w+)/i;
const PICTURE = {
  facingMode: 'environment',
  width: {
    ideal: 1280
  },
  height: {
    ideal: 720
  }
};
const ownBox = document.getElementById('scan');
const box = document.getElementById('box');
const inBar = document.querySelector('.box-camera');

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

function wait() {
  return new Promise(done => setTimeout(done, PAUSE));
}

// an address of its own, so that Back closes the camera and stays on the page; where htmx looks
// after the address, Back would load the page anew, and leaves it instead
function step() {
  if (isStep() || history.state?.htmx) return;
  history.pushState({
    camera: true
  }, '', '#camera');
}

function isStep() {
  return Boolean(history.state?.camera);
}

function why(error) {
  if (error.name === 'NotAllowedError') return phrase('camera-refused');
  if (error.name === 'NotFoundError') return phrase('camera-none');
  if (error.name === 'NotReadableError') return phrase('camera-busy');
  return phrase('camera-reads-nothing');
}

// to the box as a scan; but the code on a room's door, and on a thing for who scans at no desk,
// where scan.js takes nothing, is opened
function take(code) {
  const target = ownBox ?? box;
  const [, path, kind] = code.match(PLACE) ?? [];
  const isDoor = kind?.toLowerCase() === 'door' && !ownBox;
  const read = new CustomEvent('scan:read', {
    detail: code,
    cancelable: true
  });
  if (!isDoor && !target.dispatchEvent(read)) return;
  if (path) {
    location.assign(path);
    return;
  }
  target.value = code;
  target.form.requestSubmit();
}

function makeCamera() {
  const hint = make('p', {
    className: 'hint'
  });
  const video = make('video', {
    muted: true,
    playsInline: true,
    autoplay: true
  });
  const light = make('button', {
    className: 'btn',
    type: 'button',
    textContent: phrase('camera-light'),
    hidden: true
  });
  const leave = make('button', {
    className: 'btn',
    type: 'button',
    textContent: phrase('close-camera'),
    autofocus: true
  });
  const acts = make('div', {
    className: 'acts'
  }, light, leave);
  const inner = make('div', {
    className: 'inner'
  }, video, hint, acts);
  const dialog = make('dialog', {
    className: 'dialog camera'
  }, inner);
  let stream = null;
  let reader = null;
  let found = ''; // what was read, until the page is as it was before

  function stopTracks(ended) {
    const tracks = ended?.getTracks() ?? [];
    for (const track of tracks) track.stop();
  }

  function stop() {
    stopTracks(stream);
    reader?.close();
    stream = null;
    reader = null;
    video.srcObject = null;
    light.hidden = true;
  }

  function offerLight(track) {
    const can = track.getCapabilities?.();
    light.hidden = !can?.torch;
    light.setAttribute('aria-pressed', 'false');
  }

  async function switchLight() {
    const isOn = light.getAttribute('aria-pressed') !== 'true';
    const [track] = stream.getVideoTracks();
    await track.applyConstraints({
      advanced: [{
        torch: isOn
      }]
    });
    light.setAttribute('aria-pressed', isOn);
  }

  // looks until something is read, or nothing more is to be seen
  async function readFirst(track, using) {
    while (track.readyState === 'live') {
      const code = await using.read(video);
      if (code) return code;
      await wait();
    }
    return '';
  }

  async function look(opened, using) {
    const [track] = opened.getVideoTracks();
    const code = await readFirst(track, using);
    if (stream !== opened) return; // closed meanwhile
    if (!code) {
      hint.textContent = phrase('camera-busy');
      stop();
      return;
    }
    found = code.trim();
    shut();
  }

  async function open() {
    const opened = await navigator.mediaDevices.getUserMedia({
      video: PICTURE
    });
    if (!dialog.open || stream) {
      stopTracks(opened);
      return;
    }
    stream = opened;
    video.srcObject = opened;
    offerLight(opened.getVideoTracks()[0]);
    const reading = await import('./reading.js');
    const using = await reading.start();
    if (stream !== opened) {
      using.close();
      return;
    }
    reader = using;
    hint.textContent = phrase('hold-code');
    await look(opened, using);
  }

  async function start() {
    hint.textContent = phrase('starting-camera');
    video.hidden = false;
    found = '';
    dialog.showModal();
    step();
    try {
      await open();
    } catch (error) {
      stop();
      video.hidden = true;
      hint.textContent = why(error);
    }
  }

  function shut() {
    stop();
    if (dialog.open) dialog.close();
  }

  // the page's address is again as it was before the camera opened
  function end() {
    if (found) take(found);
    found = '';
  }

  function close() {
    stop();
    if (isStep()) history.back();
    else end();
  }

  function goBack() {
    if (dialog.open) shut();
    else end();
  }

  hint.setAttribute('role', 'status');
  dialog.setAttribute('aria-label', phrase('camera'));
  document.body.append(dialog);
  dialog.addEventListener('close', close);
  leave.addEventListener('click', shut);
  light.addEventListener('click', switchLight);
  addEventListener('pagehide', shut);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) shut();
  });
  addEventListener('popstate', goBack);
  return start;
}

// a page with a scan box of its own has one button, there
function offerCamera() {
  const start = makeCamera();
  if (!ownBox?.form) {
    inBar.hidden = false;
    inBar.addEventListener('click', start);
    return;
  }
  const button = make('button', {
    className: 'btn big',
    type: 'button',
    textContent: phrase('use-camera')
  });
  ownBox.form.querySelector('button').before(button);
  button.addEventListener('click', start);
}

const hasCamera = navigator.mediaDevices?.getUserMedia;
if (hasCamera && (inBar || ownBox?.form)) offerCamera();
