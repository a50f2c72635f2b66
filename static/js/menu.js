// All pages: the marked place is in sight, and who leaves the open sheet by Tab closes it.
(() => {
  const FADE = 32; // pixels at its end that are drawn faintly
  const rail = document.getElementById('rail');
  if (!rail || !('popover' in rail)) return;

  // the whole group of the marked place, and no further, for what waits stands at the top
  function showPlace() {
    const group = rail.querySelector('ul:has([aria-current])');
    if (!group) return;
    const end = group.offsetTop + group.offsetHeight;
    rail.scrollTop = end + FADE - rail.clientHeight;
  }

  document.addEventListener('focusin', e => {
    if (rail.contains(e.target)) return;
    if (rail.matches(':popover-open')) rail.hidePopover();
  });

  rail.addEventListener('toggle', showPlace);
  showPlace();
})();
