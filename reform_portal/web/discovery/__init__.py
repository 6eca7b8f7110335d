"""What programs ask for before they read: robots.txt, the sitemap, security.txt."""
