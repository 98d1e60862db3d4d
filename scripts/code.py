"""For `python -m spacy ... --code scripts/code.py`: registers the components, and what only training needs."""

import components
import scripts.cached_encoder

__all__ = ["components", "scripts"]
