import { useEffect, useRef } from 'preact/hooks'
import { full, go, path, short } from './address'
import { useGet, type Article, type Claim, type Contradiction, type EntityView, type EventView, type Fact, type Identity } from './api'
import { named, t } from './i18n'
import { ArticleText } from './article'
import { labelOf, Nodes, Open, State, Status, when } from './parts'

/** Panel shows one thing: what is known of it, and the words that say so. */
export function Panel({ iri, claim }: { iri: string; claim: string | null }) {
  const head = useRef<HTMLElement>(null)
  useEffect(() => {
    head.current?.focus({ preventScroll: true })
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !(e.target instanceof HTMLInputElement) && !(e.target instanceof HTMLTextAreaElement)) close()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
  const kind = short(iri).split('/')[0]
  return (
    <aside class="panel" aria-label={t('evidence')} tabIndex={-1} ref={head}>
      <button type="button" class="plain close" aria-label={t('close')} title={t('close')} onClick={close}>×</button>
      {kind === 'event' ? <OfEvent iri={iri} /> : kind === 'doc' ? <OfArticle iri={iri} claim={claim} /> : kind === 'contradiction' ? <OfContradiction iri={iri} /> : <OfEntity iri={iri} />}
    </aside>
  )
}

// On a small screen the panel lies over the view: who goes there wants to see it.
const covered = () => (matchMedia('(max-width: 900px)').matches ? { sel: null, claim: null } : {})

const close = () => go({ sel: null, claim: null })

function Elsewhere({ iri, event }: { iri: string; event?: boolean }) {
  const page = path(iri)
  const kind = short(iri).split('/')[0] ?? ''
  const filters = ['state', 'person', 'group', 'organization', 'mechanism', 'series', 'place'].includes(kind)
  return (
    <p class="elsewhere">
      {filters && !event && <button type="button" onClick={() => go({ view: null, of: short(iri), t0: null, t1: null, ...covered() })}>{t('panel.timeline')}</button>}
      <button type="button" onClick={() => go({ view: 'graph', g: short(iri), ...covered() })}>{t('panel.graph')}</button>
      {page && <a href={page}>{t('evidence.page')}</a>}
      {page && <a href={`${page}?format=turtle`}>Turtle</a>}
    </p>
  )
}

function OfEvent({ iri }: { iri: string }) {
  const asked = useGet<EventView>('event', { iri })
  const x = asked.data
  if (!x) return <State of={asked} />
  const e = x.event
  return (
    <>
      <p class="above"><Status status={e.status} /> {e.typeLabel}</p>
      <h2>{e.title}</h2>
      <dl class="facts">
        <dt>{t('col.date')}</dt>
        <dd>{when(e)}</dd>
        {e.place && (
          <>
            <dt>{t('panel.place')}</dt>
            <dd><Open iri={e.place.iri}>{e.place.label}</Open>{e.place.country && e.place.country !== e.place.label && `, ${e.place.country}`}</dd>
          </>
        )}
        {e.participants.length > 0 && (
          <>
            <dt>{t('panel.participants')}</dt>
            <dd>
              <ul class="nodes">
                {e.participants.map((p) => (
                  <li key={p.iri}>
                    <Open iri={p.iri}>{p.label}</Open>
                    {p.roles && <span class="role"> {p.roles.map((r) => named('role', r)).join(', ')}</span>}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {e.series && (
          <>
            <dt>{t('panel.series')}</dt>
            <dd><Open iri={e.series}>{e.seriesLabel}</Open></dd>
          </>
        )}
        {x.whole && (
          <>
            <dt>{t('panel.whole')}</dt>
            <dd><Open iri={x.whole.iri}>{x.whole.label}</Open></dd>
          </>
        )}
        {x.parts.length > 0 && (
          <>
            <dt>{t('panel.parts')}</dt>
            <dd><Nodes nodes={x.parts} /></dd>
          </>
        )}
        <dt>{t('panel.corroboration')}</dt>
        <dd>{e.corroboration}</dd>
      </dl>
      <Elsewhere iri={e.iri} event />
      {x.contradictions.length > 0 && <Disagreements list={x.contradictions} />}
      <Claims claims={x.claims} />
      <SameNode identity={x.identity} />
    </>
  )
}

function OfEntity({ iri }: { iri: string }) {
  const asked = useGet<EntityView>('entity', { iri, each: '12' })
  const x = asked.data
  const disputed = x?.claims.some((c) => c.disputed)
  const ledger = useGet<{ contradictions: Contradiction[] }>('contradictions', disputed ? {} : undefined)
  if (!x) return <State of={asked} />
  const mine = new Set(x.claims.flatMap((c) => c.disputed?.map((d) => d.iri) ?? []))
  const hidden = new Set(['rdf:type', 'rdfs:label', 'skos:prefLabel'])
  return (
    <>
      <p class="above">{named('kind', x.kind)}</p>
      <h2>{labelOf(x)}</h2>
      <p class="labels">{Object.entries(x.labels).filter(([, v]) => v !== x.label).map(([k, v]) => <span key={k} lang={k}>{v}</span>)}</p>
      <Elsewhere iri={iri} />
      <Facts facts={x.facts.filter((f) => !hidden.has(f.property))} title={t('panel.facts')} />
      {x.neighbours.filter((n) => !n.out).length > 0 && (
        <>
          <h3>{t('panel.related')}</h3>
          <dl class="facts">
            {x.neighbours.filter((n) => !n.out).map((n) => (
              <>
                <dt key={n.property}>← {named('prop', n.property)}</dt>
                <dd><Nodes nodes={n.nodes} />{n.more > 0 && <span class="note">{t('panel.more', { n: n.more })}</span>}</dd>
              </>
            ))}
          </dl>
        </>
      )}
      {ledger.data && <Disagreements list={ledger.data.contradictions.filter((c) => mine.has(c.iri))} />}
      <Claims claims={x.claims} />
      <SameNode identity={x.identity} />
    </>
  )
}

function OfContradiction({ iri }: { iri: string }) {
  const asked = useGet<{ contradictions: Contradiction[] }>('contradictions', {})
  const x = asked.data?.contradictions.find((c) => c.iri === iri)
  if (!x) return <State of={asked} />
  return (
    <>
      <p class="above">{named('kind', 'contradiction')} · {named('prop', x.property)}</p>
      <h2><Open iri={x.concerns.iri}>{x.concerns.label}</Open></h2>
      <Claims claims={x.claims} />
    </>
  )
}

function OfArticle({ iri, claim }: { iri: string; claim: string | null }) {
  const asked = useGet<Article>('article', { iri })
  const x = asked.data
  if (!x) return <State of={asked} />
  return (
    <>
      <p class="above">{[x.outlet, x.issued.slice(0, 10)].filter(Boolean).join(' · ')}</p>
      <h2 lang={x.lang}>{x.title}</h2>
      <p class="elsewhere">
        {x.url && <a href={x.url} rel="noreferrer">{t('evidence.original')}</a>}
        {path(iri) && <a href={path(iri)}>{t('evidence.page')}</a>}
      </p>
      <p class="note">{t('article.marks')}</p>
      <ArticleText article={x} claim={claim ? full(claim) : null} />
    </>
  )
}

/** Facts lists properties with their values; what has an IRI opens. */
function Facts({ facts, title }: { facts: Fact[]; title?: string }) {
  if (facts.length === 0) return null
  return (
    <>
      {title && <h3>{title}</h3>}
      <dl class="facts">
        {facts.map((f) => (
          <>
            <dt key={f.property}>{named('prop', f.property)}</dt>
            <dd>
              <ul class="nodes">
                {f.values.map((v, i) => (
                  <li key={i} lang={v.lang}>{v.iri && v.kind ? <Open iri={v.iri}>{v.text}</Open> : status(f.property, v.text)}</li>
                ))}
              </ul>
            </dd>
          </>
        ))}
      </dl>
    </>
  )
}

function status(property: string, text: string): string {
  if (property === 'ent:status' || property === 'ent:currentStatus') return named('status', text.replace('ent:', ''))
  return text
}

function Disagreements({ list }: { list: Contradiction[] }) {
  if (list.length === 0) return null
  return (
    <section class="disagree">
      <h3>{t('evidence.contradictions')}</h3>
      {list.map((c) => (
        <div key={c.iri}>
          <p><b>{named('prop', c.property)}</b> · <Open iri={c.concerns.iri}>{c.concerns.label}</Open></p>
          <ul class="sides">
            {c.claims.map((x) => (
              <li key={x.claim}>
                <q lang={x.lang}>{x.quote}</q>
                <span class="source">{[x.outlet, x.issued.slice(0, 10)].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

// The server gives no more claims than this for one thing.
const mostClaims = 60

export function Claims({ claims }: { claims: Claim[] }) {
  const articles = new Set(claims.map((c) => c.article)).size
  return (
    <section>
      <h3>{t('evidence')}</h3>
      {claims.length === 0 ? <p class="note">{t('evidence.none')}</p> : <p class="note">{t('evidence.claims', { n: claims.length, m: articles })}{claims.length === mostClaims && ` · ${t('evidence.first', { n: mostClaims })}`}</p>}
      <ol class="claims">
        {claims.map((c) => (
          <Card key={c.claim} c={c} />
        ))}
      </ol>
    </section>
  )
}

function Card({ c }: { c: Claim }) {
  return (
    <li class={c.disputed ? 'claim disputed' : 'claim'}>
      <blockquote lang={c.lang}>
        {c.before && `…${tidy(c.before)}`}
        <mark>{c.quote}</mark>
        {c.after && `${tidy(c.after)}…`}
      </blockquote>
      {c.disputed && <p class="warn">⚠ {c.disputed.map((d, i) => <Open key={i} iri={d.iri}>{t('evidence.disputed')} ({named('prop', d.property)})</Open>)}</p>}
      <p class="source">
        <a href={`?${new URLSearchParams({ sel: short(c.article), claim: short(c.claim) })}`} lang={c.lang} onClick={(e) => { e.preventDefault(); go({ sel: short(c.article), claim: short(c.claim) }) }}>{c.title}</a>
        <br />
        {[c.outlet, c.issued.slice(0, 10)].filter(Boolean).join(' · ')}
        {c.url && <> · <a href={c.url} rel="noreferrer">{t('evidence.original')}</a></>}
      </p>
      <p class="how">
        <span class={`modality ${c.modality}`}>{named('modality', c.modality)}</span>
        <span>{t('evidence.confidence')} {c.confidence}</span>
        <span>{t('evidence.rule')} <code>{c.rule}</code></span>
        {c.speaker && <span>{t('evidence.speaker')} <Open iri={c.speaker.iri}>{c.speaker.label}</Open></span>}
      </p>
      <details>
        <summary>{t('evidence.says')}</summary>
        <Facts facts={c.says} />
      </details>
    </li>
  )
}

const tidy = (s: string) => s.replace(/\s+/g, ' ')

function SameNode({ identity }: { identity: Identity }) {
  if (!identity.merges?.length && !identity.corrections?.length) return null
  return (
    <details class="identity">
      <summary>{t('evidence.identity')}</summary>
      <ul>
        {identity.merges?.map((m) => (
          <li key={m.proposed}><code>{short(m.proposed)}</code><br />{m.reason} ({m.claims?.length ?? 0})</li>
        ))}
        {identity.corrections?.map((c, i) => <li key={i}>{c}</li>)}
      </ul>
    </details>
  )
}

