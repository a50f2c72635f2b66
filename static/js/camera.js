// Scanning with the camera, where the browser itself reads barcodes; elsewhere there is no button.
const PAUSE = 150; // ms between two looks
const scan = document.getElementById('scan');

// what was read goes into the box and off, as from a scanner
function take(code) {
  scan.dispatchEvent(new CustomEvent('scan:read', {
    detail: code.trim()
  }));
}

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

function wait() {
  return new Promise(done => setTimeout(done, PAUSE));
}

function offerCamera(form) {
  const hint = make('p', {
    className: 'hint'
  });
  const video = make('video', {
    muted: true,
    playsInline: true,
    autoplay: true
  });
  const close = make('button', {
    className: 'btn',
    type: 'button',
    textContent: phrase('close-camera'),
    autofocus: true
  });
  const acts = make('div', {
    className: 'acts'
  }, close);
  const inner = make('div', {
    className: 'inner'
  }, video, hint, acts);
  const dialog = make('dialog', {
    className: 'dialog camera'
  }, inner);
  const button = make('button', {
    className: 'btn big',
    type: 'button',
    textContent: phrase('use-camera')
  });

  async function readFirst(detector) {
    try {
      const [code] = await detector.detect(video);
      return code;
    } catch {
      return null; // no picture yet
    }
  }

  async function look(stream) {
    const detector = new BarcodeDetector();
    video.srcObject = stream;
    hint.textContent = phrase('hold-code');
    while (dialog.open) {
      const code = await readFirst(detector);
      if (code && dialog.open) {
        dialog.close();
        take(code.rawValue);
      }
      await wait();
    }
  }

  function stop(stream) {
    const tracks = stream?.getTracks() ?? [];
    for (const track of tracks) track.stop();
    video.srcObject = null;
  }

  async function start() {
    hint.textContent = phrase('starting-camera');
    dialog.showModal();
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: {
          facingMode: 'environment'
        }
      });
      await look(stream);
    } catch {
      hint.textContent = phrase('no-camera');
    } finally {
      stop(stream);
    }
  }

  hint.setAttribute('role', 'status');
  dialog.setAttribute('aria-label', phrase('camera'));
  form.querySelector('button').before(button);
  document.body.append(dialog);
  button.addEventListener('click', start);
  close.addEventListener('click', () => dialog.close());
}

const canRead = 'BarcodeDetector' in window;
const hasCamera = navigator.mediaDevices?.getUserMedia;
if (scan?.form && canRead && hasCamera) offerCamera(scan.form);
