import { useEffect, useRef } from 'preact/hooks'
import { go, open, short } from './address'
import type { Article, Highlight } from './api'

interface Piece {
  text: string
  marks: Highlight[]
}

/** pieces cuts a text wherever a highlight begins or ends. Offsets count code
 * points, so the text is taken apart into them first. */
export function pieces(text: string, highlights: Highlight[]): Piece[] {
  const points = [...text]
  const cuts = new Set([0, points.length])
  for (const h of highlights) {
    if (h.begin >= 0 && h.end <= points.length && h.begin < h.end) cuts.add(h.begin).add(h.end)
  }
  const at = [...cuts].sort((a, b) => a - b)
  const out: Piece[] = []
  for (let i = 0; i + 1 < at.length; i++) {
    const [a, b] = [at[i]!, at[i + 1]!]
    out.push({ text: points.slice(a, b).join(''), marks: highlights.filter((h) => h.begin <= a && h.end >= b) })
  }
  return out
}

export function ArticleText({ article, claim }: { article: Article; claim: string | null }) {
  const chosen = useRef<HTMLElement>(null)
  useEffect(() => chosen.current?.scrollIntoView({ block: 'center' }), [article.iri, claim])
  let first = true
  return (
    <div class="article" lang={article.lang}>
      {pieces(article.text, article.highlights).map((p, i) => {
        if (p.marks.length === 0) return p.text
        const here = p.marks.some((m) => m.claim === claim)
        const ref = here && first ? chosen : undefined
        if (here) first = false
        return (
          <mark key={i} ref={ref} class={here ? 'chosen' : `m${Math.min(p.marks.length, 3)}`} tabIndex={0} role="button" title={p.marks.map((m) => m.about[0]?.label ?? m.rule).join('\n')} onClick={() => follow(p.marks)} onKeyDown={(e) => { if (e.key === 'Enter') follow(p.marks) }}>
            {p.text}
          </mark>
        )
      })}
    </div>
  )
}

/** follow opens what the innermost claim speaks of. */
function follow(marks: Highlight[]) {
  const inner = [...marks].sort((a, b) => a.end - a.begin - (b.end - b.begin))[0]
  if (!inner) return
  const about = inner.about[0]
  if (about) open(about.iri)
  else go({ sel: short(inner.claim) })
}
