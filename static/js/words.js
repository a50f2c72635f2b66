// What scripts say to people: the page brings the sentences along, in its reader's language.
const scriptWords = document.getElementById('script-words');

// a sentence by its name, with its facts in the place of {0}, {1}
function phrase(name, ...facts) {
  const known = scriptWords.content;
  const element = known.querySelector(`[data-says="${name}"]`);
  const fill = (_, index) => facts[index];
  return element.textContent.replace(/\{(\d)\}/g, fill);
}
