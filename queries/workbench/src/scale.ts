// Days as numbers, and the marks of an axis of time.

const day = 86_400_000

/** days counts from 1970; NaN for what is no day. */
export function days(date: string): number {
  return Date.parse(date.slice(0, 10) + 'T00:00:00Z') / day
}

export function dateOf(n: number): string {
  return new Date(Math.floor(n) * day).toISOString().slice(0, 10)
}

export interface Mark {
  at: number
  label: string
  strong: boolean
}

// Steps in months; below a month, in days.
const steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]

/** marks gives the ticks between two days, at most one for each gap of pixels. */
export function marks(from: number, to: number, width: number): Mark[] {
  const most = Math.max(2, Math.floor(width / 80))
  const months = (to - from) / 30.4
  const out: Mark[] = []
  if (months < most / 2) {
    const step = [1, 2, 7, 14].find((s) => (to - from) / s <= most) ?? 14
    for (let d = Math.ceil(from); d <= to; d++) {
      const s = dateOf(d)
      const first = s.endsWith('-01')
      if (first || (d - Math.ceil(from)) % step === 0) {
        const last = out.at(-1)
        if (last && ((d - last.at) / (to - from)) * width < 62) {
          if (!first) continue
          out.pop()
        }
        out.push({ at: d, label: s, strong: first })
      }
    }
    return out
  }
  const step = steps.find((s) => months / s <= most) ?? 2400
  const start = new Date(from * day)
  let m = start.getUTCFullYear() * 12 + start.getUTCMonth()
  m = Math.ceil(m / step) * step
  for (; ; m += step) {
    const at = Date.UTC(Math.floor(m / 12), m % 12, 1) / day
    if (at > to) return out
    if (at < from) continue
    const s = dateOf(at)
    out.push({ at, label: step % 12 === 0 ? s.slice(0, 4) : s.slice(0, 7), strong: m % 12 === 0 })
  }
}

/** nice gives round numbers for an axis that holds least and most. */
export function nice(least: number, most: number, count: number): number[] {
  const raw = (most - least) / count || 1
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw
  const out: number[] = []
  for (let v = Math.floor(least / step) * step; v < most + step * 0.999; v += step) out.push(Number(v.toPrecision(12)))
  return out
}
