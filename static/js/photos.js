// Photos are made smaller before they are sent, upright and with nothing but their pixels. What the
// browser cannot read, or makes no smaller, is sent as it is: the server does the same.
(() => {
  const SIDE = 1600; // pixels, of the longer side: no more of it is kept
  const SMALL = 600_000; // bytes of a file that may go as it is
  const QUALITY = 0.85;

  function nameOf(file) {
    return file.name.replace(/\.\w+$/, '') + '.jpg';
  }

  async function drawn(file) {
    const image = await createImageBitmap(file, {
      imageOrientation: 'from-image'
    });
    const longer = Math.max(image.width, image.height);
    const scale = Math.min(1, SIDE / longer);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return new Promise(resolve => {
      canvas.toBlob(resolve, 'image/jpeg', QUALITY);
    });
  }

  async function shrunk(file) {
    if (file.size <= SMALL) return file;
    if (file.type === 'image/gif') return file; // it may move
    try {
      const blob = await drawn(file);
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], nameOf(file), {
        type: blob.type
      });
    } catch {
      return file;
    }
  }

  async function shrinkAll(field) {
    const files = new DataTransfer();
    // one after the other: each takes much memory
    for (const file of [...field.files]) {
      files.items.add(await shrunk(file));
    }
    field.files = files.files;
  }

  const busy = new Map(); // fields that are still at it

  document.addEventListener('change', e => {
    if (!e.target.matches('input[data-shrink]')) return;
    const field = e.target;
    const work = shrinkAll(field).finally(() => {
      if (busy.get(field) === work) busy.delete(field);
    });
    busy.set(field, work);
  });

  // sent too soon: it goes by itself when all are ready
  document.addEventListener('submit', e => {
    const form = e.target;
    const works = [...form.elements]
      .filter(each => busy.has(each))
      .map(each => busy.get(each));
    if (!works.length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    const button = e.submitter;
    Promise.allSettled(works).then(() => {
      form.requestSubmit(button);
    });
  }, true);
})();
