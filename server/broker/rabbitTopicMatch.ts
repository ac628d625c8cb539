/**
 * Whether a topic exchange's binding key matches a routing key. Keys are words between dots, and an
 * empty word is a word; `*` stands for exactly one word, `#` for any number, both only as whole words.
 * The empty key has no words at all.
 */
export function topicMatches(bindingKey: string, routingKey: string): boolean {
  const pattern = wordsOf(bindingKey)
  const words = wordsOf(routingKey)
  let place = 0
  let word = 0
  // Where to go on when a word does not fit: the last `#` takes one word more.
  let hash = -1
  let wordAfterHash = 0
  while (word < words.length) {
    const wanted = pattern[place]
    if (wanted === '#') {
      hash = place
      wordAfterHash = word
      place += 1
    } else if (wanted === '*' || wanted === words[word]) {
      place += 1
      word += 1
    } else if (hash >= 0) {
      wordAfterHash += 1
      word = wordAfterHash
      place = hash + 1
    } else {
      return false
    }
  }
  while (pattern[place] === '#') place += 1
  return place === pattern.length
}

function wordsOf(key: string): readonly string[] {
  return key === '' ? [] : key.split('.')
}
