// Reads codes in pictures, for reading.js. It alone may run WebAssembly: see core/headers.py.
importScripts('../vendor/zxing-wasm-3.1.6.reader.js');

const WASM = new URL('../vendor/zxing-wasm-3.1.6.reader.wasm', location.href);
const OPTIONS = {
  formats: ['qr_code', 'code_128', 'code_39', 'ean_13', 'upc_a'],
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
