// What reads the codes in a picture: the browser itself, where it knows all kinds that are in use
// here; else the reader that comes along, in a worker of its own, so that the page does not
// wait for it.
const KINDS = ['qr_code', 'code_128', 'code_39', 'ean_13', 'upc_a'];
const WIDEST = 1280; // pixels; what is wider takes longer and reads no better

async function isReadByBrowser() {
  if (!('BarcodeDetector' in window)) return false;
  const known = await BarcodeDetector.getSupportedFormats();
  return KINDS.every(kind => known.includes(kind));
}

function ofBrowser() {
  const detector = new BarcodeDetector({
    formats: KINDS
  });
  return {
    async read(video) {
      try {
        const [code] = await detector.detect(video);
        return code?.rawValue ?? '';
      } catch {
        return ''; // no picture yet
      }
    },
    close() {}
  };
}

function ofOurs() {
  const worker = new Worker(new URL('reading_worker.js', import.meta.url));
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {
    willReadFrequently: true
  });

  function pictureOf(video) {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }

  function ask(picture) {
    return new Promise((done, fail) => {
      worker.onerror = fail;
      worker.onmessage = e => {
        if (e.data.failed) fail(e.data.failed);
        else done(e.data.code);
      };
      worker.postMessage(picture, [picture.data.buffer]);
    });
  }

  return {
    async read(video) {
      if (video.readyState < video.HAVE_CURRENT_DATA || !video.videoWidth) return '';
      return ask(pictureOf(video));
    },
    close() {
      worker.terminate();
    }
  };
}

// something with `read(video)`, which answers with a code or nothing, and `close()`
export async function start() {
  return await isReadByBrowser() ? ofBrowser() : ofOurs();
}
