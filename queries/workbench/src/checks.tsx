import { adjust } from './address'
import { useGet, type Contradiction, type Entry } from './api'
import { named, t } from './i18n'
import { Open, State, Status, when } from './parts'
import { Table } from './table'

/** Checks lists what an analyst must look at: disagreements, and what was
 * announced and nothing confirms. */
export function Checks({ address }: { address: URLSearchParams }) {
  const asOf = address.get('asOf')
  const ledger = useGet<{ contradictions: Contradiction[] }>('contradictions', {})
  const waiting = useGet<{ asOf: string; events: (Entry & { overdue: boolean })[] }>('open-events', asOf ? { asOf } : {})
  const rows = (ledger.data?.contradictions ?? []).flatMap((c) => c.claims.map((x) => ({ c, x })))
  return (
    <section aria-label={t('view.checks')}>
      <h1 class="hidden">{t('view.checks')}</h1>
      <h2>{t('checks.contradictions')}</h2>
      <State of={ledger} />
      {ledger.data && (rows.length === 0 ? <p class="empty">{t('checks.noContradictions')}</p> : (
        <Table
          caption={t('checks.contradictions')}
          rows={rows}
          columns={[
            { head: t('checks.about'), cell: ({ c }) => <Open iri={c.iri}>{c.concerns.label}</Open>, by: ({ c }) => c.concerns.label },
            { head: t('col.relation'), cell: ({ c }) => named('prop', c.property), by: ({ c }) => c.property },
            { head: t('col.claim'), cell: ({ x }) => <q lang={x.lang}>{x.quote}</q> },
            { head: t('col.outlet'), cell: ({ x }) => <>{x.outlet} <span class="date">{x.issued.slice(0, 10)}</span></>, by: ({ x }) => x.issued },
          ]}
        />
      ))}
      <h2>
        {t('checks.open')}
        <label class="inline">{t('checks.asOf')} <input type="text" size={10} inputmode="numeric" pattern="\d{4}-\d\d-\d\d" value={asOf ?? waiting.data?.asOf ?? ''} onChange={(e) => { if (e.currentTarget.validity.valid) adjust({ asOf: e.currentTarget.value }) }} /></label>
      </h2>
      <State of={waiting} />
      {waiting.data && (waiting.data.events.length === 0 ? <p class="empty">{t('checks.noOpen')}</p> : (
        <Table
          caption={t('checks.open')}
          rows={waiting.data.events}
          columns={[
            { head: t('col.date'), cell: (e) => <span class="date">{when(e)}</span>, by: (e) => e.from || e.to || '9999' },
            { head: t('col.late'), cell: (e) => (e.overdue ? <span class="warn">{t('col.late')}</span> : ''), by: (e) => (e.overdue ? 0 : 1) },
            { head: t('col.status'), cell: (e) => <Status status={e.status} />, by: (e) => e.status },
            { head: t('col.event'), cell: (e) => <Open iri={e.iri}>{e.title}</Open>, by: (e) => e.title },
            { head: t('col.outlet'), cell: (e) => <>{e.evidence[0]?.outlet} <span class="date">{e.evidence[0]?.issued.slice(0, 10)}</span></> },
          ]}
        />
      ))}
    </section>
  )
}
