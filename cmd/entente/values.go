package main

import (
	"strconv"
	"time"
)

func parseInt(s string) (int, error) { return strconv.Atoi(s) }

func parseBool(s string) (bool, error) { return strconv.ParseBool(s) }

// parseDuration accepts what viper does: "10s", or a bare number of nanoseconds.
func parseDuration(s string) (time.Duration, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Duration(n), nil
	}
	return time.ParseDuration(s)
}

// typeName names a setting's type in words.
func typeName(v any) string {
	switch v.(type) {
	case int:
		return "a whole number"
	case bool:
		return "true or false"
	case time.Duration:
		return "a length of time such as 10s"
	case []string:
		return "a list of texts"
	}
	return "a text"
}
