"""What readers are told: changes and meetings as text, Markdown, JSON, Atom and iCal."""
