import { commandLine } from './commandLine.ts'

/** What a command says to these words. */
export function typed(...args: readonly string[]) {
  return typedAt(0, args)
}

/** On a machine on which every look at the clock takes a second and a half. */
export function typedSlowly(...args: readonly string[]) {
  return typedAt(1500, args)
}

async function typedAt(costMs: number, args: readonly string[]) {
  let out = ''
  let err = ''
  let nowMs = 0
  const code = await commandLine(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    isTerminal: false,
    nowMs: () => {
      nowMs += costMs
      return nowMs
    },
  })
  return { code, out, err }
}
