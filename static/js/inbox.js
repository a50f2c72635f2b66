// Staff's pages: the number of the inbox in the page's title follows the one in the menu.
(() => {
  const number = document.getElementById('inbox-in-rail');
  if (!number || !number.closest('[aria-current]')) return;

  function showInTitle() {
    const count = parseInt(number.textContent, 10);
    const title = document.title.replace(/^\(\d+\) /, '');
    document.title = count ? `(${count}) ${title}` : title;
  }

  new MutationObserver(showInTitle).observe(number, {
    childList: true
  });
})();
