"""The stage `suggest`: what may still deserve a code, and themes that no code covers yet."""
