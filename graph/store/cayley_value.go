package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-graph/entente/schema"
)

// ToTerm is the term of a value of Cayley. Native numbers, booleans and times
// become literals with the full IRI of their XSD type, so that quad.Int(7) and
// "7"^^xsd:integer are one node.
func ToTerm(v quad.Value) (schema.Term, error) {
	switch v := v.(type) {
	case quad.IRI:
		return schema.IRI(string(v)), nil
	case quad.BNode:
		return schema.Blank(string(v)), nil
	case quad.String:
		return schema.String(string(v)), nil
	case quad.LangString:
		return schema.LangString(string(v.Value), v.Lang), nil
	case quad.TypedString:
		return schema.Typed(string(v.Value), string(v.Type.Full())), nil
	case quad.Int:
		return schema.Typed(strconv.FormatInt(int64(v), 10), schema.XSDInteger), nil
	case quad.Float:
		return schema.Typed(doubleForm(float64(v)), schema.XSDDouble), nil
	case quad.Bool:
		return schema.Typed(strconv.FormatBool(bool(v)), schema.XSDBoolean), nil
	case quad.Time:
		return schema.Typed(time.Time(v).UTC().Format(time.RFC3339Nano), schema.XSDDateTime), nil
	}
	return schema.Term{}, fmt.Errorf("%w: value %v of type %T", ErrTerm, v, v)
}

// doubleForm is the canonical form of an xsd:double.
func doubleForm(f float64) string {
	s := strconv.FormatFloat(f, 'E', -1, 64)
	switch s {
	case "+Inf":
		return "INF"
	case "-Inf":
		return "-INF"
	case "NaN":
		return s
	}
	mantissa, exponent, _ := strings.Cut(s, "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent) // FormatFloat writes a number there
	return mantissa + "E" + strconv.Itoa(n)
}

// ToValue is the value of a term as Cayley's languages see it. A literal becomes a
// native value, which they compare as such, only where its lexical form is the one
// that the native value has; so nothing is lost on the way back.
func ToValue(t schema.Term) quad.Value {
	switch {
	case t.Kind == schema.KindIRI:
		return quad.IRI(t.Value)
	case t.Kind == schema.KindBlank:
		return quad.BNode(t.Value)
	case t.Kind != schema.KindLiteral:
		return nil
	case t.Lang != "":
		return quad.LangString{Value: quad.String(t.Value), Lang: t.Lang}
	case t.Datatype == schema.XSDString:
		return quad.String(t.Value)
	}
	if v := native(t); v != nil {
		if back, err := ToTerm(v); err == nil && back == t {
			return v
		}
	}
	return quad.TypedString{Value: quad.String(t.Value), Type: quad.IRI(t.Datatype)}
}

func native(t schema.Term) quad.Value {
	switch t.Datatype {
	case schema.XSDInteger:
		if n, err := strconv.ParseInt(t.Value, 10, 64); err == nil {
			return quad.Int(n)
		}
	case schema.XSDDouble:
		if f, err := strconv.ParseFloat(t.Value, 64); err == nil {
			return quad.Float(f)
		}
	case schema.XSDBoolean:
		switch t.Value {
		case "true":
			return quad.Bool(true)
		case "false":
			return quad.Bool(false)
		}
	case schema.XSDDateTime:
		if at, err := time.Parse(time.RFC3339Nano, t.Value); err == nil {
			return quad.Time(at)
		}
	}
	return nil
}
