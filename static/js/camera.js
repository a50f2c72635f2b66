// scanning with the camera, where the browser itself reads barcodes; elsewhere there is no button
const scan = document.getElementById('scan'), PAUSE = 150; // ms between two looks

// what was read goes into the box and off, as from a scanner
const take = code => scan.dispatchEvent(new CustomEvent('scan:read', { detail: code.trim() }));

if (scan?.form && 'BarcodeDetector' in window && navigator.mediaDevices?.getUserMedia) {
  const make = (tag, about, ...inside) => { const made = Object.assign(document.createElement(tag), about); made.append(...inside); return made; };
  const said = make('p', { className: 'hint' }), video = make('video', { muted: true, playsInline: true, autoplay: true });
  const close = make('button', { className: 'btn', type: 'button', textContent: 'Close', autofocus: true });
  const dialog = make('dialog', { className: 'dialog camera' }, make('div', { className: 'inner' }, video, said, make('div', { className: 'acts' }, close)));
  const button = make('button', { className: 'btn big', type: 'button', textContent: 'Use the camera' });
  said.setAttribute('role', 'status'); dialog.setAttribute('aria-label', 'Camera');
  scan.form.querySelector('button').before(button); document.body.append(dialog);

  const look = async stream => {
    const detector = new BarcodeDetector();
    video.srcObject = stream; said.textContent = 'Hold the code before the camera';
    while (dialog.open) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found && dialog.open) { dialog.close(); take(found.rawValue); }
      await new Promise(done => setTimeout(done, PAUSE));
    }
  };
  button.addEventListener('click', async () => {
    said.textContent = 'Starting the camera…'; dialog.showModal();
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      await look(stream);
    } catch { said.textContent = 'The camera cannot be used here. Allow it in the browser, or type the code.'; }
    finally { stream?.getTracks().forEach(track => track.stop()); video.srcObject = null; }
  });
  close.addEventListener('click', () => dialog.close());
}
