// One line for what takes its time. It goes to the error stream: what a command prints on its
// output stays clean.

/**
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withProgress(what, work) {
  const startedMs = Date.now()
  const elapsed = () => `${((Date.now() - startedMs) / 1000).toFixed(1)} s`
  const isTerminal = process.stderr.isTTY
  process.stderr.write(isTerminal ? `${what} …` : `${what} …\n`)
  const ticker = setInterval(() => {
    if (isTerminal) process.stderr.write(`\r${what} … ${elapsed()}`)
  }, 1000)
  try {
    const result = await work()
    process.stderr.write(`${isTerminal ? '\r' : ''}${what} … done in ${elapsed()}\n`)
    return result
  } catch (error) {
    process.stderr.write(`${isTerminal ? '\r' : ''}${what} … failed after ${elapsed()}\n`)
    throw error
  } finally {
    clearInterval(ticker)
  }
}
