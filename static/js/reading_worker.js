// Reads codes in pictures, for reading.js. It alone may run WebAssembly: see core/headers.py.
importScripts('../vendor/zxing-wasm-3.1.6.reader.js');

const WASM = new URL('../vendor/zxing-wasm-3.1.6.reader.wasm', location.href);
// Code 39 as it stands: else a tag of six characters may pass for an Italian pharmacy's code and
// VLN004 read as A925499396, and what follows a slash for a sign: KB/A1 as KB!1.
const OPTIONS = {
  formats: ['qr_code', 'code_128', 'code_39_standard', 'ean_13', 'upc_a'],
  maxNumberOfSymbols: 1,
  textMode: 'Plain'
};

ZXingWASM.prepareZXingModule({
  overrides: {
    locateFile: () => WASM.href
  }
});

onmessage = async e => {
  try {
    const [code] = await ZXingWASM.readBarcodes(e.data, OPTIONS);
    postMessage({
      code: code?.text ?? ''
    });
  } catch (error) {
    postMessage({
      failed: String(error)
    });
  }
};
