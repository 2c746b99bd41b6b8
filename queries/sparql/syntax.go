package sparql

import "github.com/entente-graph/entente/schema"

// Query is a parsed query. It does not change and may be run many times at once.
type Query struct {
	Form Form
	// Vars are the names that a SELECT projects, in order.
	Vars []string
	// From and FromNamed are the dataset clauses, resolved.
	From, FromNamed []string
	// Base and Prefixes are those in force after the prologue.
	Base     string
	Prefixes map[string]string

	Text string

	distinct, reduced, star bool
	items                   []selectItem
	template                []tripleNode
	describe                []node
	where                   *group
	groupBy                 []selectItem
	having                  []*expr
	orderBy                 []orderItem
	limit, offset           int64 // limit -1: none
	values                  *inlineData
	aggregates              bool
}

// node is a term or a variable. Blank nodes of patterns are variables whose
// names begin with "_:".
type node struct {
	variable string
	term     schema.Term
}

func (n node) isVar() bool { return n.variable != "" }

// selectItem is "?v" or "(expr AS ?v)"; in GROUP BY the variable may be missing.
type selectItem struct {
	variable string
	expr     *expr
}

type orderItem struct {
	expr *expr
	desc bool
}

// tripleNode is a triple pattern whose predicate is a node or a path.
type tripleNode struct {
	s, p, o node
	path    *path // nil: p counts
}

type elementKind uint8

const (
	eTriples elementKind = iota
	eGroup
	eUnion
	eOptional
	eMinus
	eGraph
	eService
	eFilter
	eBind
	eValues
	eSelect
)

// element is one part of a group graph pattern, in the order of the text.
type element struct {
	kind    elementKind
	triples []tripleNode
	groups  []*group // the group, or the branches of a union
	name    node     // of GRAPH and SERVICE
	silent  bool
	expr    *expr
	bind    string
	values  *inlineData
	query   *Query
}

type group struct{ elements []element }

type inlineData struct {
	vars []string
	rows [][]schema.Term // a zero term is UNDEF
}

type pathOp uint8

const (
	pathLink pathOp = iota
	pathInverse
	pathSequence
	pathAlternative
	pathZeroOrMore
	pathOneOrMore
	pathZeroOrOne
	pathNegated
)

type path struct {
	op       pathOp
	iri      string
	args     []*path
	forward  []string // of a negated set
	backward []string
}

type exprKind uint8

const (
	xTerm exprKind = iota
	xVar
	xCall      // name: operator or built-in, upper case
	xFunction  // name: IRI
	xExists    // group
	xNotExists // group
	xAggregate // name; args empty for COUNT(*)
)

type expr struct {
	kind      exprKind
	name      string // variable, operator, function
	term      schema.Term
	args      []*expr
	group     *group
	distinct  bool
	separator string
	at        int // byte offset in the query
}

// walk visits e and what lies under it, EXISTS groups aside.
func (e *expr) walk(visit func(*expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, a := range e.args {
		a.walk(visit)
	}
}

func (e *expr) hasAggregate() (found bool) {
	e.walk(func(x *expr) { found = found || x.kind == xAggregate })
	return found
}
