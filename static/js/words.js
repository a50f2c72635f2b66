// What scripts say to people: the page brings the sentences along, in its reader's language.
const scriptWords = document.getElementById('script-words');

// a sentence by its name, with its facts in the place of {fact}
function phrase(name, facts = {}) {
  const known = scriptWords.content;
  const element = known.querySelector(`[data-says="${name}"]`);
  const fill = (braces, fact) => facts[fact] ?? braces;
  return element.textContent.replace(/\{(\w+)\}/g, fill);
}
