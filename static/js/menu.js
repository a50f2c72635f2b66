// All pages: the marked place is in sight, and who leaves the open sheet by Tab closes it.
(() => {
  const rail = document.getElementById('rail');
  if (!rail || !('popover' in rail)) return;

  function showPlace() {
    const here = rail.querySelector('[aria-current]');
    if (here) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;
  }

  document.addEventListener('focusin', e => {
    if (rail.contains(e.target)) return;
    if (rail.matches(':popover-open')) rail.hidePopover();
  });

  rail.addEventListener('toggle', showPlace);
  showPlace();
})();
